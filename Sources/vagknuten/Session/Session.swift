import CaseEngine
import CaseService
import CaseStore
import CaseStoreSQLite
import CivilTime
import Foundation
import Outputs
import Programme

/// What a command works with: the folder, who acts, which day it is, and how results are shown.
struct Session {
  let options: CommonOptions
  let workspace: Workspace
  let store: any CaseStore
  let directory: Directory
  let reader: Reader
  let clock: CaseService.Clock

  /// The day that the command is about.
  let date: CivilDate
  var style: Style { Terminal.output.style }

  /// For lists: the definitions are read only when they have changed since the store last saw them.
  init(_ options: CommonOptions) throws {
    try self.init(options, definitions: nil, readOnly: true)
  }

  private init(
    _ options: CommonOptions, definitions: ReadDefinitions?, readOnly: Bool,
    needsPerson: Bool = true
  ) throws {
    self.options = options
    workspace = Workspace(root: try Self.folder(options))
    let context = Failure.Context(style: Terminal.error.style)
    (store, directory) = try Self.failing(context) { [workspace] in
      try Self.open(workspace, definitions, readOnly: readOnly)
    }
    clock = SystemClock.read(zone: directory.timeZone)
    let person =
      needsPerson || options.person != nil
      ? try Self.actor(directory.organisation, options.person, context, in: workspace, clock)
      : (try? directory.organisation.actor(account: Account.name, declared: nil)) ?? Self.nobody
    reader = Reader(person, organisation: directory.organisation)
    date = try Self.day(options.date, today: clock.today)
  }

  /// Who does what nobody in particular does: the daily run under an account of its own. It has no role and reads nothing
  /// that is protected.
  private static let nobody = Person(id: "", name: "", account: nil, roles: [], party: nil)

  private static func actor(
    _ organisation: Organisation, _ declared: String?, _ context: Failure.Context,
    in workspace: Workspace, _ clock: CaseService.Clock
  ) throws -> Person {
    do throws(ServiceError) {
      let person = try organisation.actor(account: Account.name, declared: declared)
      if person.roles.isEmpty { throw .noRole(person) }
      return person
    } catch {
      if let (who, code) = error.turnedAway(account: Account.name) {
        let store = try? openStore(workspace.storePath, readOnly: false)
        store?.noteTurnedAway(who, code: code, clock: clock)
      }
      let failure = Failure(error, context, asking: organisation)
      guard case .unknownAccount = error, organisation.identity == .declared,
        let person = organisation.persons.first
      else { throw failure }
      throw Failure(
        failure.status, code: failure.code, failure.message,
        help: "säg vem som handlar, till exempel med `--som \(person.id)`")
    }
  }

  /// The folder in which a command works.
  static func folder(_ options: CommonOptions) throws -> String {
    let place = try place(options)
    guard place == ".", options.folder == nil else { return place }
    // Where the package keeps it: on such a machine people need not say so, wherever they stand.
    let here = access("Rules", F_OK) == 0 || access("vagknuten.sqlite", F_OK) == 0
    guard !here else { return "." }
    // Who may not look into it is told so, rather than that there is nothing here.
    return access(installed + "/vagknuten.sqlite", F_OK) == 0 || errno == EACCES ? installed : "."
  }

  /// The folder that is named, else the current one.
  static func place(_ options: CommonOptions) throws -> String {
    if let folder = options.folder { return try named(folder) }
    if let home = getenv("VAGKNUTEN_HOME"), home.pointee != 0 { return String(cString: home) }
    return "."
  }

  /// The folder of a machine on which the package is installed.
  static let installed = "/var/lib/vagknuten"

  /// An empty name, as of a shell variable that is not set, would make paths from the file system's root.
  static func named(_ folder: String) throws -> String {
    guard folder.isEmpty else { return folder }
    throw Failure(
      .usage, code: "no-folder", "mappens namn är tomt", help: "skriv `.` för den här mappen")
  }

  /// The same of a file.
  static func namedFile(_ file: String) throws -> String {
    guard file.isEmpty else { return file }
    throw Failure(.usage, code: "no-file", "filens namn är tomt")
  }

  static func day(_ text: String?, today: CivilDate) throws -> CivilDate {
    guard let text else { return today }
    guard let date = DayReader.read(text, today: today) else {
      throw Failure(ServiceError.date(text), .init(style: Terminal.error.style))
    }
    return date
  }

  private static func open(
    _ workspace: Workspace, _ definitions: ReadDefinitions?, readOnly: Bool
  ) throws -> (any CaseStore, Directory) {
    let fingerprint = try definitions?.fingerprint ?? workspace.fingerprint()
    let store = try openStore(workspace.storePath, readOnly: readOnly)
    if let known = try store.read({ try Directory.read($0) }),
      known.fingerprint == fingerprint
    {
      return (store, known)
    }
    let read = try definitions ?? workspace.read()
    let directory = Directory(read)
    // What was saved while the files were read would make the note stale at once. Somebody who may only read the store
    // does without it.
    if (try? workspace.fingerprint()) == read.fingerprint,
      let writable = readOnly ? try? openStore(workspace.storePath, readOnly: false) : store
    {
      try? writable.write { try directory.keep($0) }
    }
    return (store, directory)
  }

  /// Opens the store of a folder. One of an older form is brought up to date first, also to be read only.
  static func openStore(_ path: String, readOnly: Bool) throws -> SQLiteCaseStore {
    do throws(StoreError) {
      return try SQLiteCaseStore(path: path, readOnly: readOnly)
    } catch {
      guard case .readOnly = error, readOnly else { throw error }
      _ = try SQLiteCaseStore(path: path)
      return try SQLiteCaseStore(path: path, readOnly: true)
    }
  }

  /// Runs a use case; what it throws becomes a failure as the reader sees it.
  static func failing<Result>(_ context: Failure.Context, _ body: () throws -> Result) throws
    -> Result
  {
    do {
      return try body()
    } catch let error as ServiceError {
      throw Failure(error, context)
    } catch let error as StoreError {
      throw Failure(ServiceError.store(error), context)
    } catch let refusal as Refusal {
      throw Failure(ServiceError.refused(refusal), context)
    }
  }

  /// Prints a result in the form that was asked for.
  func show(text: @autoclosure () -> String, json: @autoclosure () -> String) {
    Output.print(options.json ? json() : text())
  }

  // MARK: Lists

  /// Reads lists from the store.
  func reading<Result>(_ body: (any CaseStoreReading) throws -> Result) throws -> Result {
    try Self.failing(.init(reader: reader, style: Terminal.error.style)) { try store.read(body) }
  }

  /// Short names of cases, when the reader may see them at all.
  func labels(of numbers: Set<String>, _ store: any CaseStoreReading) throws -> [String: String] {
    guard reader.mayRead([.personal]), !numbers.isEmpty else { return [:] }
    var labels: [String: String] = [:]
    var filter = CaseFilter()
    filter.numbers = numbers
    for row in try store.cases(filter) {
      labels[row.number] = row.label
    }
    return labels
  }

  /// The short names of cases that have been read, when the reader may see them at all.
  func labels(_ cases: [CaseRow]) -> [String: String] {
    guard reader.mayRead([.personal]) else { return [:] }
    return cases.reduce(into: [:]) { $0[$1.number] = $1.label }
  }
}

extension Session {
  /// The use cases: with definitions.
  struct Work {
    let session: Session
    let service: CaseService
    var programme: Programme { service.programme }
    var reader: Reader { session.reader }
    var date: CivilDate { session.date }
    var style: Style { session.style }
    /// The day from which distances are counted on screens. In practice people act in a time of their own.
    let today: CivilDate

    /// Runs a use case; a refusal is told with what could have been done instead.
    func call<Result>(
      case number: String? = nil, form: [Field] = [], _ body: (CaseService) throws -> Result
    ) throws -> Result {
      let context = Failure.Context(reader: reader, style: Terminal.error.style, form: form)
      while true {
        do {
          return try body(service)
        } catch let ServiceError.store(error) where error.mayPass && Terminal.canAsk {
          // What somebody has written is not lost because another program is slow.
          let failure = Failure(ServiceError.store(error), context)
          Output.print(failure.text(style))
          guard try Confirmation.ask("Försöka igen?") else { throw failure }
        } catch {
          return try refused(error, number, context)
        }
      }
    }

    private func refused<Result>(
      _ error: any Error, _ number: String?, _ context: Failure.Context
    ) throws -> Result {
      var context = context
      if let number, let view = try? service.view(number) {
        context.eventsNow = view.eventsNow(for: reader)
      }
      return try Session.failing(context) { throw error }
    }

    /// The full number of a case.
    func number(_ text: String) throws -> String { try call { try $0.number(text) } }
  }

  /// For commands that need the definitions.
  ///
  /// - Parameters:
  ///   - looksOn: the day is only where the reader stands in time: for screens.
  ///   - needsPerson: whether the account must be somebody's.
  ///   - behalf: the person for whom the one who acts records.
  static func work(
    _ options: CommonOptions, readOnly: Bool = false, looksOn: Bool = false,
    needsPerson: Bool = true, behalf: String? = nil
  ) throws -> Work {
    let workspace = Workspace(root: try folder(options))
    let read = try failing(.init(style: Terminal.error.style)) { try workspace.read() }
    let session = try Session(
      options, definitions: read, readOnly: readOnly, needsPerson: needsPerson)
    var clock = session.clock
    if looksOn { clock = CaseService.Clock(today: session.date, now: clock.now) }
    let isPractice = try session.reading { try $0.properties() }.isPractice
    return Work(
      session: session,
      service: CaseService(
        definitions: read.loaded, store: session.store, actor: session.reader.person, clock: clock,
        behalf: behalf),
      today: isPractice ? session.date : clock.today)
  }
}

extension StoreError {
  /// Whether it may work a moment later.
  fileprivate var mayPass: Bool {
    switch self {
    case .busy, .conflict: true
    default: false
    }
  }
}
