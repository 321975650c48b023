// swift-tools-version: 6.2
import PackageDescription

/// The benchmarks, apart from the package they measure, so that what they need burdens nobody.
let package = Package(
  name: "vagknuten-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "vagknuten", path: "..")],
  targets: [
    .executableTarget(
      name: "bench",
      dependencies: [
        .product(name: "VagknutenEngine", package: "vagknuten"),
        .product(name: "FEEL", package: "vagknuten"),
        .product(name: "DecisionTables", package: "vagknuten"),
        .product(name: "Statechart", package: "vagknuten"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)])
  ]
)
