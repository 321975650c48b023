import ArgumentParser

/// What commands that record something understand beside the rest.
struct RecordingOptions: ParsableArguments {
  @Option(
    name: [.customLong("åt"), .customLong("for")],
    help: ArgumentHelp("Åt vem, när det är någon som aldrig loggar in.", valueName: "person"))
  var behalf: String?
}

/// What commands that ask for a confirmation understand.
struct ConfirmingOptions: ParsableArguments {
  @Flag(name: [.customLong("ja"), .customLong("yes")], help: "Fråga inte innan det görs.")
  var yes = false
}
