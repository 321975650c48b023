// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: Swift 6 language mode (the tools version gives it), every warning an error, and the three
/// flags that make the imports of a file say what the file really uses.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// The house, lowest first: a target imports only what stands above it (ARCHITECTURE.md; a test enforces it).
let package = Package(
  name: "vagknuten",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "vagknuten", targets: ["vagknuten"]),
    .library(
      name: "VagknutenEngine",
      targets: [
        "CaseEngine", "CaseService", "CaseStore", "CaseStoreSQLite", "Outputs", "Programme",
      ]),
    .library(name: "FEEL", targets: ["CivilTime", "Diagnostics", "FEEL"]),
    .library(name: "DecisionTables", targets: ["DecisionTables"]),
    .library(name: "Statechart", targets: ["Statechart"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CStatFS"),
    .target(name: "Diagnostics", swiftSettings: strict),
    .target(name: "JSONText", swiftSettings: strict),
    .target(name: "CivilTime", swiftSettings: strict),
    .target(name: "YAMLTree", dependencies: ["Diagnostics", "CLibYAML"], swiftSettings: strict),
    .target(name: "FEEL", dependencies: ["Diagnostics", "CivilTime"], swiftSettings: strict),
    .target(
      name: "DecisionTables", dependencies: ["Diagnostics", "CivilTime", "FEEL"],
      swiftSettings: strict),
    .target(name: "Statechart", dependencies: ["Diagnostics"], swiftSettings: strict),

    .target(
      name: "Programme",
      dependencies: [
        "Diagnostics", "JSONText", "CivilTime", "YAMLTree", "FEEL", "DecisionTables", "Statechart",
      ],
      swiftSettings: strict),
    .target(
      name: "CaseEngine",
      dependencies: [
        "Diagnostics", "CivilTime", "FEEL", "DecisionTables", "Statechart", "Programme",
      ],
      swiftSettings: strict),
    .target(
      name: "CaseStore",
      dependencies: [
        "Diagnostics", "JSONText", "CivilTime", "FEEL", "Programme", "CaseEngine",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "CaseStoreSQLite",
      dependencies: [
        "CStatFS", "Diagnostics", "JSONText", "CivilTime", "FEEL", "CaseEngine", "CaseStore",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),

    .target(
      name: "CaseService",
      dependencies: [
        "Diagnostics", "JSONText", "CivilTime", "YAMLTree", "FEEL", "DecisionTables", "Statechart",
        "Programme", "CaseEngine", "CaseStore",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "Outputs",
      dependencies: [
        "Diagnostics", "JSONText", "CivilTime", "FEEL", "DecisionTables", "Statechart", "Programme",
        "CaseEngine", "CaseStore", "CaseService",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "vagknuten",
      dependencies: [
        "Diagnostics", "JSONText", "CivilTime", "FEEL", "Programme", "CaseEngine", "CaseStore",
        "CaseStoreSQLite", "CaseService", "Outputs",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Diagnostics", "FEEL"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(name: "HouseTests", swiftSettings: strict),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: strict),
    .testTarget(name: "JSONTextTests", dependencies: ["JSONText"], swiftSettings: strict),
    .testTarget(
      name: "CivilTimeTests", dependencies: ["CivilTime", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "YAMLTreeTests", dependencies: ["Diagnostics", "YAMLTree", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "FEELTests",
      dependencies: ["CivilTime", "Diagnostics", "FEEL", "JSONText", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DecisionTablesTests",
      dependencies: [
        "CivilTime", "Diagnostics", "FEEL", "DecisionTables", "JSONText", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ProgrammeTests",
      dependencies: [
        "CivilTime", "Diagnostics", "FEEL", "JSONText", "Programme", "Statechart", "TestSupport",
        "YAMLTree",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CaseEngineTests",
      dependencies: [
        "CaseEngine", "CivilTime", "Diagnostics", "FEEL", "Programme", "Statechart", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CaseStoreTests",
      dependencies: [
        "CaseEngine", "CaseStore", "CaseStoreSQLite", "CivilTime", "Diagnostics", "FEEL",
        "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "StatechartTests",
      dependencies: [
        "CivilTime", "Diagnostics", "FEEL", "Statechart", "JSONText", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "OutputsTests",
      dependencies: [
        "CaseEngine", "CaseService", "CaseStore", "CivilTime", "Diagnostics", "JSONText", "Outputs",
        "Programme", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["FEEL", "JSONText", "Outputs", "vagknuten", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "RobustnessTests",
      dependencies: [
        "vagknuten", "JSONText", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
  ]
)
