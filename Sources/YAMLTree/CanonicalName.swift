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

/// FNV-1a over the bytes of a name: to pass over unequal keys without comparing texts.
func fingerprint(_ name: String) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
  return hash
}
