#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What can be told about a store's file without opening it.
public struct StoreFile: Hashable, Sendable {
  /// Its path.
  public let path: String
  /// Its size in bytes; 0 when it is not there.
  public let bytes: Int
  /// The size of the write-ahead log beside it, in bytes.
  public let logBytes: Int
  /// The bytes that are free on its disk for an account without privileges; nil when that cannot be told.
  public let freeBytes: Int?

  /// Asks the file system.
  public init(path: String) {
    self.path = path
    bytes = Files.size(path)
    logBytes = Files.size(path + "-wal")
    freeBytes = Files.freeBytes(Files.folder(of: path))
  }

  /// Lets the group of its folder work in a store that was just made, where the folder says that the group works there:
  /// by the mode 2770 or the like. Elsewhere it stays readable by its owner alone.
  public func shareAsFolder() {
    Files.adopt(path, from: Files.folder(of: path))
  }
}

extension Files {
  static func closeDescriptor(_ descriptor: Int32) {
    close(descriptor)
  }
}
