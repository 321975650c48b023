/// Why a store cannot do what it was asked. None of the texts holds a value of a case.
public enum StoreError: Error, Hashable, Sendable {
  /// Somebody else changed the family in between.
  case conflict(family: String)
  /// There is no store at the place.
  case missing(path: String)
  /// There is already something at the place.
  case exists(path: String)
  /// The file is not a store of ours.
  case foreign(path: String)
  /// The store was written by a newer version.
  case newer(path: String, version: Int)
  /// The store lies on a network file system, of this kind, where its locks do not hold.
  case networkFileSystem(path: String, kind: String)
  /// The disk is full.
  case full
  /// The file cannot be written.
  case readOnly(path: String)
  /// The file cannot be read.
  case unreadable(path: String)
  /// Reading or writing the file fails, in the words of the library underneath.
  case io(String)
  /// Another process kept the store for too long.
  case busy
  /// The file is damaged.
  case damaged(String)
  /// Anything else, in the words of the library underneath.
  case other(String)
}

extension StoreError {
  /// What a store throws when it meets bytes that it cannot read, or a value that it cannot keep.
  package init(_ error: CodecError) {
    switch error {
    case .unstorable: self = .other("ett värde av ett slag som inte kan sparas")
    case .malformed(let what): self = .damaged(what)
    case .otherForm: self = .damaged("ett läge av en annan version")
    case .wrongDigest: self = .damaged("ett skyddat värde är inte det som registrerades")
    }
  }

  /// Runs a codec and speaks of its errors as a store does.
  package static func coding<Result>(_ body: () throws(CodecError) -> Result) throws(StoreError)
    -> Result
  {
    do throws(CodecError) { return try body() } catch { throw StoreError(error) }
  }
}
