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
  products: [
    .library(name: "FEEL", targets: ["CivilTime", "Diagnostics", "FEEL"]),
    .library(name: "DecisionTables", targets: ["DecisionTables"]),
    .library(name: "Statechart", targets: ["Statechart"]),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "Diagnostics", swiftSettings: strict),
    .target(name: "JSONText", swiftSettings: strict),
    .target(name: "CivilTime", swiftSettings: strict),
    .target(name: "YAMLTree", dependencies: ["Diagnostics", "CLibYAML"], swiftSettings: strict),
    .target(name: "FEEL", dependencies: ["Diagnostics", "CivilTime"], swiftSettings: strict),
    .target(
      name: "DecisionTables", dependencies: ["Diagnostics", "CivilTime", "FEEL"],
      swiftSettings: strict),
    .target(name: "Statechart", dependencies: ["Diagnostics"], swiftSettings: strict),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
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
      name: "StatechartTests", dependencies: ["Diagnostics", "Statechart", "JSONText", "TestSupport"],
      swiftSettings: strict),
  ]
)
