/// A number for a part of a definition that has no name of its own, made from what it says: the same in every run and
/// whatever stands beside it, so that a running case finds its part again after the files have been edited. FNV-1a over the
/// UTF-8 bytes, 32 bits.
///
/// - Parameter ordinal: tells parts apart that say the same; 0 for the first.
func contentKey(_ text: String, ordinal: Int) -> Int {
  var hash: UInt32 = 2_166_136_261
  for byte in "\(text)#\(ordinal)".utf8 {
    hash = (hash ^ UInt32(byte)) &* 16_777_619
  }
  return Int(hash)
}
