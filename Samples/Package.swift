// swift-tools-version: 6.2
// Networks of materials science other than the one for diffraction. They have a package of their own, so that
// `swift build` of ednet stays lean. `Samples/check NAME` repeats the numbers of a sample.
import PackageDescription

let package = Package(
  name: "Samples",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "silicon-potential", targets: ["SiliconPotential"]),
    .executable(name: "spoken-digits", targets: ["SpokenDigits"]),
    .executable(name: "lithium-silicon", targets: ["LithiumSilicon"]),
    .executable(name: "periodic-images", targets: ["PeriodicImages"]),
    .executable(name: "crystal-stability", targets: ["CrystalStability"]),
    .executable(name: "band-gaps", targets: ["BandGaps"]),
  ],
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
    // Structures, potentials and dynamics of atoms, which two samples share.
    .target(
      name: "Atomistics",
      dependencies: [
        .product(name: "NeuralNetworks", package: "ednet"), .product(name: "RandomNumbers", package: "ednet"),
        .product(name: "Workers", package: "ednet"),
      ],
      path: "Atomistics"
    ),
    .target(name: "CSymmetryFunctions", path: "CSymmetryFunctions"),
    .executableTarget(
      name: "SiliconPotential",
      dependencies: [
        "Atomistics", "CSymmetryFunctions", "SampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "BLASKernels", package: "ednet"), .product(name: "Figures", package: "ednet"),
        .product(name: "NeuralNetworks", package: "ednet"),
        .product(name: "RandomNumbers", package: "ednet"), .product(name: "Workers", package: "ednet"),
      ],
      path: "SiliconPotential",
      exclude: ["Data"]
    ),
    .executableTarget(
      name: "SpokenDigits",
      dependencies: [
        "SampleSupport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "BLASKernels", package: "ednet"), .product(name: "Figures", package: "ednet"),
        .product(name: "NeuralNetworks", package: "ednet"),
      ],
      path: "SpokenDigits",
      exclude: ["Data", "Scripts"]
    ),
    .testTarget(
      name: "SpokenDigitsTests",
      dependencies: [
        "SampleSupport", "SpokenDigits", .product(name: "NeuralNetworks", package: "ednet"),
        .product(name: "RandomNumbers", package: "ednet"),
      ],
      path: "Tests/SpokenDigitsTests"
    ),
    .executableTarget(
      name: "LithiumSilicon",
      dependencies: [
        "Atomistics", "SampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "BLASKernels", package: "ednet"), .product(name: "Figures", package: "ednet"),
        .product(name: "NeuralNetworks", package: "ednet"),
        .product(name: "RandomNumbers", package: "ednet"), .product(name: "Workers", package: "ednet"),
      ],
      path: "LithiumSilicon",
      exclude: ["Data"]
    ),
    .executableTarget(
      name: "PeriodicImages",
      dependencies: [
        "SampleSupport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "BLASKernels", package: "ednet"), .product(name: "Figures", package: "ednet"),
        .product(name: "NeuralNetworks", package: "ednet"), .product(name: "RandomNumbers", package: "ednet"),
      ],
      path: "PeriodicImages"
    ),
    .testTarget(
      name: "PeriodicImagesTests",
      dependencies: ["PeriodicImages", .product(name: "NeuralNetworks", package: "ednet")],
      path: "Tests/PeriodicImagesTests"
    ),
    // Perceptrons for one number, which two samples share.
    .target(
      name: "Regression",
      dependencies: [
        .product(name: "NeuralNetworks", package: "ednet"), .product(name: "RandomNumbers", package: "ednet"),
      ],
      path: "Regression"
    ),
    .executableTarget(
      name: "CrystalStability",
      dependencies: [
        "Regression", "SampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Figures", package: "ednet"), .product(name: "NeuralNetworks", package: "ednet"),
      ],
      path: "CrystalStability",
      resources: [.copy("Data")]
    ),
    .executableTarget(
      name: "BandGaps",
      dependencies: [
        "Regression", "SampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Figures", package: "ednet"), .product(name: "NeuralNetworks", package: "ednet"),
        .product(name: "RandomNumbers", package: "ednet"),
      ],
      path: "BandGaps",
      exclude: ["Scripts"],
      resources: [.copy("Data")]
    ),
    .testTarget(
      name: "AtomisticsTests",
      dependencies: [
        "Atomistics", .product(name: "NeuralNetworks", package: "ednet"),
        .product(name: "RandomNumbers", package: "ednet"),
      ],
      path: "Tests/AtomisticsTests"
    ),
    .testTarget(
      name: "LithiumSiliconTests",
      dependencies: [
        "Atomistics", "LithiumSilicon", "SampleSupport", .product(name: "RandomNumbers", package: "ednet"),
        .product(name: "Workers", package: "ednet"),
      ],
      path: "Tests/LithiumSiliconTests"
    ),
    .testTarget(
      name: "SiliconPotentialTests",
      dependencies: [
        "Atomistics", "SampleSupport", "SiliconPotential", .product(name: "Figures", package: "ednet"),
        .product(name: "RandomNumbers", package: "ednet"),
      ],
      path: "Tests/SiliconPotentialTests"
    ),
    .testTarget(
      name: "RegressionTests",
      dependencies: ["Regression", .product(name: "NeuralNetworks", package: "ednet")],
      path: "Tests/RegressionTests"
    ),
    .testTarget(
      name: "CrystalStabilityTests",
      dependencies: [
        "CrystalStability", "Regression", "SampleSupport", .product(name: "NeuralNetworks", package: "ednet"),
      ],
      path: "Tests/CrystalStabilityTests"
    ),
    .testTarget(
      name: "BandGapsTests",
      dependencies: [
        "BandGaps", "Regression", "SampleSupport", .product(name: "RandomNumbers", package: "ednet"),
      ],
      path: "Tests/BandGapsTests"
    ),
    .testTarget(name: "SampleSupportTests", dependencies: ["SampleSupport"], path: "Tests/SampleSupportTests"),
  ],
  swiftLanguageModes: [.v6]
)
