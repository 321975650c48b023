import Crypto
public import Diagnostics

/// The files of definitions, and the hash by which events name them.
public enum DefinitionFiles {
  /// The hash of files: SHA-256 over the path, the length and the bytes of each, in order of path; 64 hexadecimal digits.
  public static func hash(of files: [SourceFile]) -> String {
    var hash = SHA256()
    for file in files.sorted(by: { $0.path < $1.path }) {
      hash.update(data: Array("\(file.path)\u{0}\(file.bytes.count)\u{0}".utf8))
      hash.update(data: file.bytes)
    }
    return hash.finalize().hex
  }

  /// Files that a store gives out under a hash. The chain covers the hash and not the files, so a store hands out none
  /// that are not those that the events mean.
  package static func checked(_ files: [SourceFile], hash: String) throws(StoreError)
    -> [SourceFile]
  {
    guard Self.hash(of: files) == hash else {
      throw .damaged("de sparade reglerna \(hash.prefix(12)) är inte de som användes")
    }
    return files
  }
}
