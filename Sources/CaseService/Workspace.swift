import CaseStore
import Crypto
public import Diagnostics
import Foundation
import JSONText
public import Programme

/// The folder in which somebody works: `Rules/`, `Workflows/`, `Schemas/` and the store.
public struct Workspace: Sendable {
  /// The folder.
  public let root: String

  /// A workspace; nothing is read yet.
  public init(root: String) {
    self.root = root
  }

  /// Where the store is.
  public var storePath: String { root + "/vagknuten.sqlite" }

  /// The ids of the programmes in the folder: the folders under `Rules`.
  ///
  /// - Throws: `ServiceError.noProgramme` when there is no such folder.
  public func programmes() throws(ServiceError) -> [String] {
    let rules = root + "/Rules"
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: rules) else {
      try checkReadable("Rules")
      throw .noProgramme(folder: root)
    }
    let folders = names.filter { name in
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(
        atPath: "\(rules)/\(name)", isDirectory: &isFolder)
      return exists && isFolder.boolValue && !name.hasPrefix(".")
    }
    guard !folders.isEmpty else { throw .noProgramme(folder: root) }
    return folders.sorted()
  }

  /// The files of a programme, with paths relative to the workspace, in order of path.
  ///
  /// - Parameter id: the programme; nil when there is only one.
  /// - Throws: `ServiceError` when there is no such programme, or a file cannot be read.
  public func files(of id: String? = nil) throws(ServiceError) -> [SourceFile] {
    var sources: [SourceFile] = []
    for path in try paths(of: id) {
      guard let bytes = Self.bytes(ofFile: "\(root)/\(path)") else { throw .unreadable(path: path) }
      sources.append(SourceFile(path: path, bytes: bytes))
    }
    return sources
  }

  /// What tells whether files have changed without reading them: their paths, sizes and times.
  public func fingerprint(of id: String? = nil) throws(ServiceError) -> String {
    var text = ""
    for path in try paths(of: id) {
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(root)/\(path)")
      let size = (attributes?[.size] as? Int) ?? -1
      let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      text += "\(path) \(size) \(time)\n"
    }
    return Self.hash(Array(text.utf8))
  }

  /// The bytes of a file; nil when they cannot be read. Pipes and devices, which may have no end, are not read, and
  /// nothing that is far larger than any definitions or form.
  public static func bytes(ofFile path: String) -> [UInt8]? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= 1 << 24
    else { return nil }
    return FileManager.default.contents(atPath: path).map { Array($0) }
  }

  private func paths(of id: String?) throws(ServiceError) -> [String] {
    let all = try programmes()
    let name: String
    if let id {
      guard all.contains(id) else { throw .unknownProgramme(id, available: all) }
      name = id
    } else {
      guard let only = all.first, all.count == 1 else { throw .severalProgrammes(all) }
      name = only
    }
    var paths: [String] = []
    for folder in ["Rules/\(name)", "Workflows/\(name)"] {
      try checkReadable(folder)
      guard let walk = FileManager.default.enumerator(atPath: "\(root)/\(folder)") else { continue }
      for case let path as String in walk {
        if path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
          paths.append("\(folder)/\(path)")
        } else {
          try checkReadable("\(folder)/\(path)")
        }
      }
    }
    return paths.sorted()
  }

  /// A folder that may not be looked into would be walked past in silence.
  private func checkReadable(_ path: String) throws(ServiceError) {
    let full = "\(root)/\(path)"
    guard access(full, R_OK | X_OK) != 0 else { return }
    var status = stat()
    guard stat(full, &status) == 0 else {
      // The folder itself is closed to this account, so nothing in it can even be found missing.
      if errno == EACCES { throw .unreadable(path: root) }
      return
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return }
    throw .unreadable(path: path)
  }

  /// The hash of a programme's definitions: of the paths and bytes of all files but scenarios.
  public static func hash(of files: [SourceFile]) -> String {
    DefinitionFiles.hash(of: files)
  }

  private static func hash(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
  }
}

/// Definitions as they lay in a folder, with what tells whether they have changed since.
public struct ReadDefinitions: Sendable {
  /// The definitions.
  public let loaded: LoadedProgramme
  /// What the files looked like *before* the first of them was read: whatever is saved meanwhile makes it another, so a
  /// note that is kept beside it is made anew.
  public let fingerprint: String
}

extension Workspace {
  /// Reads and loads the definitions of the only programme.
  ///
  /// - Throws: `ServiceError`.
  public func read() throws(ServiceError) -> ReadDefinitions {
    let fingerprint = try fingerprint()
    return ReadDefinitions(loaded: try .load(files()), fingerprint: fingerprint)
  }
}

/// A programme as it was read from files, with those files.
public struct LoadedProgramme: Sendable {
  /// The definitions.
  public let programme: Programme
  /// Their files, without scenarios: what the hash covers.
  public let files: [SourceFile]
  /// What was found beside errors.
  public let findings: Diagnostics

  /// Loads definitions.
  ///
  /// - Parameters:
  ///   - sources: the files of a programme, scenarios among them.
  ///   - forExamples: whether to act with the people of the examples. Otherwise those are left out as soon as a file
  ///     with real ones is there.
  /// - Throws: `ServiceError.definitions` with every finding.
  public static func load(_ sources: [SourceFile], forExamples: Bool = false)
    throws(ServiceError) -> LoadedProgramme
  {
    let files = Loader.definitions(among: sources, forExamples: forExamples)
    var findings = Diagnostics()
    let programme = Loader.load(files, hash: Workspace.hash(of: files), diagnostics: &findings)
    guard let programme, !findings.hasErrors else { throw .definitions(findings) }
    return LoadedProgramme(programme: programme, files: files, findings: findings)
  }
}
