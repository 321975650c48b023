// swift-tools-version: 6.2
import PackageDescription

/// The fuzzer, apart from the package it attacks: it is linked with libFuzzer, which nothing else may be. `make fuzz` builds
/// it with `-sanitize=fuzzer`, so that the libraries tell which branches an input takes.
let package = Package(
  name: "vagknuten-fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "vagknuten", path: "..")],
  targets: [
    .executableTarget(
      name: "fuzz",
      dependencies: [
        .product(name: "FEEL", package: "vagknuten"),
        .product(name: "DecisionTables", package: "vagknuten"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)],
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])])
  ]
)
