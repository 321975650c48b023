import CaseStore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What copying, replacing and locking whole files takes.
extension Files {
  /// What a file is, whatever its name.
  struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  /// Nil when nothing is there.
  static func identity(_ path: String) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  /// Why nothing is to be seen at a path: it is not there, or this account may not look.
  static func absence(_ path: String) -> StoreError {
    var status = stat()
    return stat(path, &status) != 0 && errno == EACCES
      ? .unreadable(path: path) : .missing(path: path)
  }

  /// The size in bytes; 0 when nothing is there.
  static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// The bytes that an account without privileges may still use on the disk of a path; nil when it cannot be told.
  static func freeBytes(_ path: String) -> Int? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(
      by: UInt64(status.f_frsize))
    return overflow ? Int.max : Int(clamping: bytes)
  }

  /// Flushes a file, or a folder with the names in it. A file system that cannot do that is taken as it is.
  ///
  /// - Throws: `.full`, `.io` and the like: what was written may be lost, and the kernel tells that only once.
  static func flush(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno, path: path) }
    defer { close(descriptor) }
    guard fsync(descriptor) != 0, errno != EINVAL, errno != ENOTSUP else { return }
    throw errno == EIO ? .io(FileSystem.reason(errno)) : failure(errno, path: path)
  }

  /// What a file holds, by its first bytes.
  enum Content {
    case empty
    /// A database with the application's number whose log is another file.
    case writeAhead
    /// A database with the application's number that is one file.
    case rollback
    case other
  }

  /// Reads the header (the SQLite file format, 1.3): the versions in bytes 18 and 19 are 1 for a rollback journal and 2
  /// for a write-ahead log.
  static func content(_ path: String, of application: Int32) -> Content {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .other }
    defer { close(descriptor) }
    var header = [UInt8](repeating: 0, count: 72)
    let count = read(descriptor, &header, header.count)
    if count == 0 { return .empty }
    guard count == header.count, header.starts(with: Array("SQLite format 3\0".utf8)) else {
      return .other
    }
    let number = header[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard Int32(bitPattern: number) == application else { return .other }
    return header[18] == 1 && header[19] == 1 ? .rollback : .writeAhead
  }

  /// Copies the bytes of a file into one that is there already, and flushes them.
  static func copy(_ path: String, into target: String) throws(StoreError) {
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else {
      throw errno == EACCES ? .unreadable(path: path) : failure(errno, path: path)
    }
    defer { close(source) }
    let sink = open(target, O_WRONLY | O_CLOEXEC)
    guard sink >= 0 else { throw failure(errno, path: target) }
    defer { close(sink) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(source, &buffer, buffer.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .io(FileSystem.reason(errno))
      }
      if count == 0 { break }
      try write(buffer[..<count], to: sink, path: target)
    }
    guard fsync(sink) == 0 else { throw failure(errno, path: target) }
  }

  private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, path: String)
    throws(StoreError)
  {
    var rest = bytes
    while !rest.isEmpty {
      #if canImport(Darwin)
        let count = rest.withUnsafeBytes { Darwin.write(descriptor, $0.baseAddress, $0.count) }
      #elseif canImport(Musl)
        let count = rest.withUnsafeBytes { Musl.write(descriptor, $0.baseAddress, $0.count) }
      #else
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      #endif
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(errno, path: path)
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Gives a file another name, in place of what may have it.
  static func replace(_ name: String, by path: String) throws(StoreError) {
    guard rename(path, name) == 0 else { throw failure(errno, path: name) }
    // What has its name cannot be taken back.
    try? flush(folder(of: name))
  }

  /// Gives a file a second name; without hard links it gets the name instead of its own.
  static func setAside(_ path: String, as name: String) throws(StoreError) {
    if link(path, name) == 0 { return }
    guard errno == EPERM || errno == ENOTSUP || errno == EMLINK else {
      throw failure(errno, path: name)
    }
    guard rename(path, name) == 0 else { throw failure(errno, path: name) }
  }

  /// Makes a file belong to whom another one does, with the same rights; to a folder's owner and group when it is one.
  ///
  /// Only root can give a file away. For others the group is what can be kept, and what cannot is left.
  static func adopt(_ path: String, from model: String) {
    var status = stat()
    guard stat(model, &status) == 0 else { return }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    let isShared = status.st_mode & S_ISGID != 0 && status.st_mode & S_IWGRP != 0
    if geteuid() == 0 {
      _ = chown(path, status.st_uid, isFolder && !isShared ? gid_t.max : status.st_gid)
    } else if !isFolder || isShared {
      _ = chown(path, uid_t.max, status.st_gid)
    }
    chmod(path, isFolder ? (isShared ? 0o660 : 0o600) : status.st_mode & 0o666)
  }

  /// Makes what root made belong to whom its folder belongs to: the account that works there must be able to replace it.
  static func giveToOwnerOfFolder(_ path: String) {
    var status = stat()
    guard geteuid() == 0, stat(folder(of: path), &status) == 0 else { return }
    _ = chown(path, status.st_uid, status.st_gid)
  }

  /// Holds a lock on a folder among those who give new stores a name in it. Where there are no such locks it holds none.
  ///
  /// - Returns: the descriptor that holds it, to be closed.
  static func lockNames(in folder: String) throws(StoreError) -> Int32 {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno, path: folder) }
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    return descriptor
  }

  /// Holds the lock on a database file that SQLite's own exclusive lock is made of (the SQLite file format, "Locking
  /// bytes"): nobody who has it open in write-ahead mode, or is at work in another, can be there at the same time. It
  /// works on a file that SQLite itself can no longer read.
  ///
  /// POSIX locks go with *any* descriptor of the file that the process closes, so the file must not be opened otherwise
  /// while the lock is held.
  ///
  /// - Returns: the descriptor that holds it, to be closed.
  static func lockExclusively(_ path: String) throws(StoreError) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno, path: path) }
    var lock = flock()
    lock.l_type = numericCast(F_WRLCK)
    lock.l_whence = numericCast(SEEK_SET)
    lock.l_start = 0x4000_0000
    lock.l_len = 512
    guard fcntl(descriptor, F_SETLK, &lock) == 0 else {
      let problem = errno
      close(descriptor)
      throw problem == EAGAIN || problem == EACCES ? .busy : failure(problem, path: path)
    }
    return descriptor
  }
}
