import ArgumentParser

@main
struct Vagknuten: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "vagknuten")
}
