import Foundation
import Testing

@Suite("The note of who may read what")
struct DirectoryTests {
  @Test("a persons file that is saved while a command runs is what counts afterwards")
  func savedMeanwhile() throws {
    #if os(Linux)
      let sandbox = try Sandbox()
      let file = sandbox.rules + "/personer.yaml"
      let without = try String(contentsOfFile: file, encoding: .utf8)
      #expect(without.contains("roles: [styrgrupp]"))
      let with = without.replacingOccurrences(
        of: "roles: [styrgrupp]", with: "roles: [projektledare]")
      try with.write(toFile: file, atomically: true, encoding: .utf8)

      // The kernel tells when the program has read the file; what it does with all it has read takes much longer.
      let watch = inotify_init()
      defer { close(watch) }
      #expect(inotify_add_watch(watch, file, UInt32(IN_CLOSE_NOWRITE)) >= 0)
      let running = try sandbox.start(Sandbox.opening("Nålnamn"))
      var waiting = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
      #expect(poll(&waiting, 1, 30_000) == 1)
      try without.write(toFile: file, atomically: true, encoding: .utf8)
      #expect(running.wait().status == 0)

      let seen = try sandbox.call(["ärenden", "--datum", "2017-03-01"], as: "siv")
      #expect(seen.status == 0, "\(seen)")
      #expect(seen.output.contains("VK-2017-001"))
      #expect(!seen.output.contains("Nålnamn"), "\(seen)")
    #else
      print("skipped: inotify is Linux's")
    #endif
  }
}
