// swift-tools-version: 6.2
// Networks of materials science other than the one for diffraction. They have a package of their own, so that
// `swift build` of ednet stays lean. `Samples/check NAME` repeats the numbers of a sample.
import PackageDescription

let package = Package(
  name: "Samples",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "ednet", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .target(
      name: "SampleSupport",
      dependencies: [.product(name: "Figures", package: "ednet")],
      path: "SampleSupport"
    ),
    .testTarget(name: "SampleSupportTests", dependencies: ["SampleSupport"], path: "Tests/SampleSupportTests"),

    // MARK: Regression
    .target(
      name: "Regression",
      dependencies: [
        .product(name: "NeuralNetworks", package: "ednet"), .product(name: "RandomNumbers", package: "ednet"),
      ],
      path: "Regression"
    ),
    .testTarget(name: "RegressionTests", dependencies: ["Regression"], path: "Tests/RegressionTests"),

    // MARK: Crystal stability
    .executableTarget(
      name: "CrystalStability",
      dependencies: [
        "Regression", "SampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Figures", package: "ednet"),
        .product(name: "NeuralNetworks", package: "ednet"),
      ],
      path: "CrystalStability",
      resources: [.copy("Data")]
    ),
    .testTarget(
      name: "CrystalStabilityTests",
      dependencies: ["CrystalStability", "Regression", "SampleSupport"],
      path: "Tests/CrystalStabilityTests"
    ),
  ],
  swiftLanguageModes: [.v6]
)
