// swift-tools-version: 6.2
import PackageDescription

/// The benchmarks, apart from the package they measure, so that what they need burdens nobody.
let package = Package(
  name: "vagknuten-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "vagknuten", path: "..")],
  targets: [
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .executableTarget(
      name: "bench",
      dependencies: [
        "CYAML",
        .product(name: "VagknutenEngine", package: "vagknuten"),
        .product(name: "FEEL", package: "vagknuten"),
        .product(name: "DecisionTables", package: "vagknuten"),
        .product(name: "Statechart", package: "vagknuten"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)]),
  ]
)
