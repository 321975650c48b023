import CStatFS
import CaseStore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What kind of file system a file lies on.
///
/// SQLite's write-ahead log is memory shared between processes through a file. Between two machines there is no such
/// memory, and the locks of network file systems do not hold, so a database there is damaged sooner or later.
package enum FileSystem {
  /// The name of the network file system that a path lies on; nil for a local one, or when it cannot be told.
  ///
  /// FUSE is not refused: local disks are mounted through it as well, and the kernel gives them all one number.
  package static func networkKind(ofPath path: String) -> String? {
    var status = statfs()
    guard statfs(path, &status) == 0 else { return nil }
    #if canImport(Darwin)
      let isLocal = status.f_flags & UInt32(MNT_LOCAL) != 0
      return isLocal ? nil : "nätverk"
    #else
      return networkKind(magic: UInt32(truncatingIfNeeded: status.f_type))
    #endif
  }

  /// The same by the number that the kernel gives (`linux/magic.h` and the file systems' own headers).
  package static func networkKind(magic: UInt32) -> String? {
    switch magic {
    case 0x6969: "nfs"
    case 0x517B: "smb"
    case 0xFF53_4D42: "cifs"
    case 0xFE53_4D42: "smb2"
    case 0x0102_1997: "9p"
    case 0x564C: "ncp"
    case 0x5346_414F: "afs"
    case 0x6B41_4653: "afs"
    case 0x7375_7245: "coda"
    case 0x00C3_6400: "ceph"
    case 0x0BD0_0BD0: "lustre"
    case 0x0116_1970: "gfs2"
    case 0x7461_636F: "ocfs2"
    default: nil
    }
  }
}

/// The few things that are asked of the file system directly.
enum Files {
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  /// Whether something is a file: no folder, pipe or device.
  static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// Whether the disk that a path lies on has no room left for the likes of us.
  static func isDiskFull(_ path: String) -> Bool {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return false }
    // Less than the memory that SQLite shares between processes takes: 32 KiB.
    return UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
      .partialValue < 32_768
  }

  /// Makes an empty file that only its owner can read and write.
  ///
  /// - Parameter target: the file of which is told what is wrong; nil for the file itself.
  static func createPrivate(_ path: String, for target: String? = nil) throws(StoreError) {
    let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let problem = errno
      let folder = folder(of: path)
      // File systems that hold no files of ours, as `/proc`, say that there is no such file.
      if problem == ENOENT, exists(folder) { throw .readOnly(path: folder) }
      throw failure(problem, path: target ?? path)
    }
    close(descriptor)
  }

  /// Gives a file its final name, unless something has that name already, for good: the folder is flushed too.
  static func publish(_ path: String, as name: String) throws(StoreError) {
    if link(path, name) == 0 {
      unlink(path)
    } else {
      let problem = errno
      // Some file systems have no hard links; then somebody could come between, which `link` rules out.
      guard problem == EPERM || problem == ENOTSUP || problem == EMLINK else {
        throw failure(problem, path: name)
      }
      if exists(name) { throw .exists(path: name) }
      guard rename(path, name) == 0 else { throw failure(errno, path: name) }
    }
    // What has its name cannot be taken back.
    try? flush(folder(of: name))
  }

  static func remove(_ path: String) {
    unlink(path)
  }

  /// The folder that a path lies in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func failure(_ number: Int32, path: String) -> StoreError {
    switch number {
    case EEXIST: .exists(path: path)
    case ENOENT, ENOTDIR: .missing(path: folder(of: path))
    case EACCES, EPERM, EROFS: .readOnly(path: path)
    case ENOSPC, EDQUOT: .full
    default: .io(FileSystem.reason(number))
    }
  }
}
