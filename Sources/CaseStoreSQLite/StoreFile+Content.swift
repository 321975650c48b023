#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What a file is by its first bytes. None may be asked of a store that this process has open: closing the file would let go of
/// the locks on it.
extension StoreFile {
  /// Whether it is a store of ours, or a copy of one, whatever its name.
  public static func isStore(_ path: String) -> Bool {
    guard Files.isRegular(path) else { return false }
    switch Files.content(path, of: SQLiteCaseStore.applicationID) {
    case .writeAhead, .rollback: return true
    case .empty, .other: return false
    }
  }

  /// Whether it is a database of anybody's, or has the name of what SQLite keeps beside one that is there: what is written in
  /// its place ends the database.
  public static func belongsToDatabase(_ path: String) -> Bool {
    if Files.isDatabase(path) { return true }
    return SQLiteCaseStore.companions.contains { suffix in
      path.hasSuffix(suffix) && Files.isDatabase(String(path.dropLast(suffix.count)))
    }
  }

  /// Whether two paths lead to one file.
  public static func isSame(_ path: String, _ other: String) -> Bool {
    guard let identity = Files.identity(path) else { return false }
    return identity == Files.identity(other)
  }

  /// Whether a name is too long for a store or a copy: SQLite and we make files beside it whose names are longer.
  public static func isNameTooLong(_ path: String) -> Bool {
    var status = stat()
    return stat("\(path).ny-\(UInt32.max)-journal", &status) != 0 && errno == ENAMETOOLONG
  }

  /// Removes what a kill left on the way to a copy, and what SQLite kept beside it: it is as full of people as the copy. After
  /// a day nobody is at work on it.
  ///
  /// - Parameters:
  ///   - folder: where copies are made.
  ///   - isOwn: whether a copy of that name is made here, so that a file on the way to it is ours whatever it holds. Of
  ///     others only those go whose first bytes say so.
  ///   - now: seconds since 1970.
  public static func removeDrafts(
    in folder: String, now: Int, where isOwn: (_ name: String) -> Bool
  ) {
    removeDrafts(in: folder, now: now, onlyOwn: false, isOwn)
  }

  private static func removeDrafts(
    in folder: String, now: Int, onlyOwn: Bool, _ isOwn: (String) -> Bool
  ) {
    let drafts = Files.names(in: folder).filter { name in
      guard let target = SQLiteCaseStore.target(ofDraft: name) else { return false }
      let path = "\(folder)/\(name)"
      return isOld(path, now) && (isOwn(target) || !onlyOwn && isStore(path))
    }
    for name in drafts { SQLiteCaseStore.removeDraft("\(folder)/\(name)") }
    // What lies beside a draft that went before is nobody's any more.
    for name in Files.names(in: folder) {
      guard let suffix = SQLiteCaseStore.companions.first(where: name.hasSuffix),
        let target = SQLiteCaseStore.target(ofDraft: String(name.dropLast(suffix.count))),
        isOwn(target), isOld("\(folder)/\(name)", now),
        !Files.exists("\(folder)/\(name.dropLast(suffix.count))")
      else { continue }
      Files.remove("\(folder)/\(name)")
    }
  }

  /// The same of one copy, and of no other.
  public static func removeDrafts(in folder: String, now: Int, of name: String) {
    removeDrafts(in: folder, now: now, onlyOwn: true) { $0 == name }
  }

  private static func isOld(_ path: String, _ now: Int) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    #if canImport(Darwin)
      return now - status.st_mtimespec.tv_sec > 86_400
    #else
      return now - status.st_mtim.tv_sec > 86_400
    #endif
  }
}

extension Files {
  /// Whether a file begins as every SQLite database does (the SQLite file format, 1.3.1).
  static func isDatabase(_ path: String) -> Bool {
    guard isRegular(path) else { return false }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let magic = Array("SQLite format 3\0".utf8)
    var header = [UInt8](repeating: 0, count: magic.count)
    return read(descriptor, &header, header.count) == header.count && header == magic
  }
}
