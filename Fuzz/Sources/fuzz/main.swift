import Foundation

/// libFuzzer's loop, called from a `main` of our own: the package manager gives every executable one.
@_silgen_name("LLVMFuzzerRunDriver")
func fuzzerRunDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(
  fuzzerRunDriver(&count, &arguments) { bytes, length in
    Attack.run(Array(UnsafeBufferPointer(start: bytes, count: length)))
    return 0
  })
