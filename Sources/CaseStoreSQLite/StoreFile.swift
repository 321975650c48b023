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
  /// Whether this account may write to it, and to the folder in which SQLite makes its log.
  public let isWritable: Bool
  /// The bytes that are free on its disk for an account without privileges; nil when that cannot be told.
  public let freeBytes: Int?

  /// Asks the file system.
  public init(path: String) {
    self.path = path
    bytes = Files.size(path)
    logBytes = Files.size(path + "-wal")
    isWritable = Files.isWritable(path) && Files.isWritable(Files.folder(of: path))
    freeBytes = Files.freeBytes(Files.folder(of: path))
  }

  /// Files beside the store that were made on the way to another one and are whole copies of what it holds: drafts that a
  /// kill left, after a day, and stores that `restore` set aside, after a week.
  ///
  /// - Parameter now: seconds since 1970.
  public func leftovers(now: Int) -> [String] {
    let folder = Files.folder(of: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return Files.names(in: folder).filter { candidate in
      guard candidate.hasPrefix(name + "."), !candidate.hasSuffix("-shm") else { return false }
      let age = now - Files.changed("\(folder)/\(candidate)")
      return candidate.hasPrefix(name + ".ny-") && age > 86_400
        || candidate.hasPrefix(name + ".ersatt-") && age > 7 * 86_400
    }.sorted()
  }

  /// Lets the group of its folder work in a store that was just made, where the folder says that the group works there:
  /// by the mode 2770 or the like. Elsewhere it stays readable by its owner alone.
  public func shareAsFolder() {
    Files.adopt(path, from: Files.folder(of: path))
  }
}

extension Files {
  /// The names in a folder; none when it cannot be read.
  static func names(in folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { name in
          name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }

  /// When what a file says about itself last changed, in seconds since 1970: unlike the time of its bytes it shows when
  /// it got its name.
  static func changed(_ path: String) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { return Int.max }
    #if canImport(Darwin)
      return status.st_ctimespec.tv_sec
    #else
      return status.st_ctim.tv_sec
    #endif
  }

  static func closeDescriptor(_ descriptor: Int32) {
    close(descriptor)
  }
}
