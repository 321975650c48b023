@_spi(_Unicode) import Swift

/// A name in Unicode NFC, so that `å` typed on a Mac (letter and ring) is the `å` typed elsewhere.
///
/// Everything below U+0300 is its own NFC (Unicode Annex 15, quick check), and in UTF-8 that is every text without a
/// byte from 0xCC on: Swedish text never reaches the slow way.
func canonicalName(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 >= 0xCC }) else { return text }
  var scalars = String.UnicodeScalarView()
  scalars.append(contentsOf: text._nfc)
  return String(scalars)
}
