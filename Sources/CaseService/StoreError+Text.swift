public import CaseStore

extension StoreError {
  /// What is wrong, in one line.
  public var plainText: String {
    switch self {
    case .conflict(let family): "någon annan ändrade \(family) samtidigt; försök igen"
    case .missing(let path): "det finns ingen databas i \(path)"
    case .exists(let path): "\(path) finns redan"
    case .foreign(let path): "\(path) är inte en databas från vagknuten"
    case .newer(let path, let version):
      "\(path) är gjord av en nyare version av vagknuten (form \(version))"
    case .networkFileSystem(let path, let kind):
      "\(path) ligger på ett nätverksfilsystem (\(kind)), där låsning inte går att lita på; flytta databasen till en lokal disk"
    case .full: "disken är full"
    case .readOnly(let path): "\(path) går inte att skriva till"
    case .unreadable(let path): "\(path) får inte läsas med det här kontot"
    case .io(let text): "databasen går inte att läsa eller skriva (\(text))"
    case .busy: "databasen är upptagen av ett annat program; försök igen"
    case .damaged(let text): "databasen är skadad: \(text)"
    case .other(let text): "databasen svarar: \(text)"
    }
  }
}
