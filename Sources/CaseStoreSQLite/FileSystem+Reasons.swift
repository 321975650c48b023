#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension FileSystem {
  /// Why the system does not do something with a file, in Swedish, as it fits after a colon.
  ///
  /// - Parameter code: what `errno` was when it did not; read before anything else could change it.
  package static func reason(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "disken är full"
    case EFBIG: "filen får inte bli större"
    case EIO: "disken svarar med ett fel"
    case EACCES, EPERM: "det här kontot får inte"
    case EROFS: "disken går bara att läsa"
    case EISDIR: "det är en mapp"
    case ENOTDIR: "något på vägen dit är ingen mapp"
    case ENOENT: "platsen finns inte"
    case EEXIST: "namnet är upptaget"
    case ENAMETOOLONG: "namnet är för långt"
    case ELOOP: "länkarna på vägen dit går i ring"
    case EMFILE, ENFILE: "för många filer är öppna"
    case ETXTBSY, EBUSY: "ett annat program använder det"
    case ENOTEMPTY: "mappen är inte tom"
    default: "fel \(code) från systemet"
    }
  }
}

extension Files {
  /// What may be behind an error on reading or writing of which SQLite keeps the cause to itself.
  static var ioReason: String {
    var limit = rlimit()
    #if canImport(Glibc)
      let isLimited =
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0
        && limit.rlim_cur != rlim_t.max
    #else
      let isLimited = getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != rlim_t.max
    #endif
    return isLimited
      ? "filer får inte bli större än \(limit.rlim_cur) byte här" : FileSystem.reason(EIO)
  }
}
