import CaseService
import CaseStoreSQLite
import Foundation
import Outputs
import Programme

/// Writing files and folders.
enum Folder {
  /// Writes a file whole: a reader never sees half of it. Folders on the way are made. What root makes belongs to whom
  /// the folder belongs to: otherwise a command run as root would leave files that the account at work cannot change.
  static func write(_ text: String, to path: String) throws(ServiceError) {
    for name in missing(on: parent(of: path)) {
      guard mkdir(name, 0o777) == 0 else {
        if errno == EEXIST { continue }
        throw unwritable(path)
      }
      if geteuid() == 0 { giveToOwner(name) }
    }
    var status = stat()
    let mode = stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
    try replace(path, by: text, mode: mode)
  }

  /// Writes a file that somebody named for something about cases: whole, for its owner alone, into a folder that is there.
  static func writePrivate(_ text: String, to path: String) throws(ServiceError) {
    try replace(path, by: text, mode: 0o600)
  }

  /// - Parameter mode: nil for what the account gives new files.
  private static func replace(_ path: String, by text: String, mode: mode_t?)
    throws(ServiceError)
  {
    // Not named after the file, whose name may be as long as names can be.
    let draft = "\(parent(of: path))/.ny-\(UInt32.random(in: 0...UInt32.max))"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let descriptor = open(draft, flags, mode == nil ? 0o666 : 0o600)
    guard descriptor >= 0 else { throw unwritable(path) }
    do throws(ServiceError) {
      try fill(descriptor, with: text, path)
      if let mode, fchmod(descriptor, mode) != 0 { throw unwritable(path) }
    } catch {
      close(descriptor)
      unlink(draft)
      throw error
    }
    guard close(descriptor) == 0, rename(draft, path) == 0 else {
      let failure = unwritable(path)
      unlink(draft)
      throw failure
    }
    if geteuid() == 0 { giveToOwner(path) }
  }

  private static func fill(_ descriptor: Int32, with text: String, _ path: String)
    throws(ServiceError)
  {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw unwritable(path)
      }
      rest = rest.dropFirst(count)
    }
  }

  /// What the system has just refused.
  static func unwritable(_ path: String) -> ServiceError {
    .unwritable(path: path, reason: FileSystem.reason(errno))
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Writes the schemas, at which the first line of every file of rules points, into a folder with rules.
  static func writeSchemas(into root: String) throws(ServiceError) {
    for kind in FileKind.allCases {
      try write(SchemaGenerator.schema(for: kind), to: "\(root)/Schemas/\(kind.schemaFile)")
    }
  }

  /// The folder that a path lies in; `.` for a bare name. Foundation's own ends the program on a path of one letter.
  static func parent(of path: String) -> String {
    let bytes = Array(path.utf8)
    guard let end = bytes.lastIndex(where: { $0 != UInt8(ascii: "/") }) else {
      return path.isEmpty ? "." : "/"
    }
    guard let slash = bytes[...end].lastIndex(of: UInt8(ascii: "/")) else { return "." }
    guard let last = bytes[...slash].lastIndex(where: { $0 != UInt8(ascii: "/") }) else {
      return "/"
    }
    return String(decoding: bytes[...last], as: UTF8.self)
  }

  /// The folders on a path that are not there yet, the outermost first.
  private static func missing(on path: String) -> [String] {
    var names: [String] = []
    var rest = path
    while access(rest, F_OK) != 0, rest != parent(of: rest) {
      names.append(rest)
      rest = parent(of: rest)
    }
    return names.reversed()
  }

  /// Makes a file or folder belong to whom the folder that it lies in belongs to.
  private static func giveToOwner(_ path: String) {
    var status = stat()
    guard stat(parent(of: path), &status) == 0, status.st_uid != 0 else { return }
    _ = chown(path, status.st_uid, status.st_gid)
  }

  /// Copies the files below a folder that a test lets through, in order of path.
  static func copy(_ from: String, to target: String, where isWanted: (String) -> Bool)
    throws(ServiceError)
  {
    guard let walk = FileManager.default.enumerator(atPath: from) else {
      throw .unreadable(path: from)
    }
    for case let path as String in walk where isWanted(path) {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: "\(from)/\(path)", isDirectory: &isFolder),
        !isFolder.boolValue
      else { continue }
      guard let data = FileManager.default.contents(atPath: "\(from)/\(path)") else {
        throw .unreadable(path: "\(from)/\(path)")
      }
      try write(String(decoding: data, as: UTF8.self), to: "\(target)/\(path)")
    }
  }

  /// Writes files into folders that are not there yet: all of them, or none. They are laid beside their place, which only
  /// whole folders get, so that what a full disk or a kill leaves is not taken for rules.
  ///
  /// - Parameter folders: the first parts of the paths, in the order in which they get their names.
  static func lay(_ files: [(path: String, text: String)], in root: String, _ folders: [String])
    throws(ServiceError)
  {
    let draft = "\(root)/.ny-\(UInt32.random(in: 0...UInt32.max))"
    defer { try? FileManager.default.removeItem(atPath: draft) }
    for file in files { try write(file.text, to: "\(draft)/\(file.path)") }
    var named: [String] = []
    for folder in folders where access("\(draft)/\(folder)", F_OK) == 0 {
      guard rename("\(draft)/\(folder)", "\(root)/\(folder)") == 0 else {
        let failure = unwritable("\(root)/\(folder)")
        for folder in named { _ = rename("\(root)/\(folder)", "\(draft)/\(folder)") }
        throw failure
      }
      named.append(folder)
    }
  }

  /// The folder with the shipped configuration: `$VAGKNUTEN_SHARE`, `../share/vagknuten` beside the program, or the
  /// checkout that the program was built in.
  ///
  /// - Throws: `Failure` when they are not there.
  static func shipped() throws -> String {
    if let share = getenv("VAGKNUTEN_SHARE"), share.pointee != 0 {
      let folder = String(cString: share)
      guard isConfiguration(folder) else { throw notShipped(folder, "VAGKNUTEN_SHARE pekar på") }
      return folder
    }
    let program = URL(fileURLWithPath: programPath).resolvingSymlinksInPath()
    let beside = program.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("share/vagknuten").path
    if isConfiguration(beside) { return beside }
    var folder = program.deletingLastPathComponent()
    while folder.path != "/" {
      if folder.lastPathComponent == ".build" {
        let checkout = folder.deletingLastPathComponent().path
        if isConfiguration(checkout) { return checkout }
      }
      folder = folder.deletingLastPathComponent()
    }
    throw notShipped(beside, "de söktes i")
  }

  private static func notShipped(_ folder: String, _ why: String) -> Failure {
    let missing = ["Rules", "Workflows"].filter {
      !FileManager.default.fileExists(atPath: "\(folder)/\($0)")
    }
    return Failure(
      .usage, code: "not-installed", "reglerna som följer med vagknuten finns inte på datorn",
      details: [.init("\(why) \(folder), där \(missing.joined(separator: " och ")) saknas")],
      help:
        "installera med `make install`, eller sätt VAGKNUTEN_SHARE till mappen som har Rules och Workflows"
    )
  }

  private static func isConfiguration(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/Rules")
      && FileManager.default.fileExists(atPath: folder + "/Workflows")
  }

  private static var programPath: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments.first ?? "vagknuten"
  }
}
