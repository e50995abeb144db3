// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that those who depend on ednet never build it.
let package = Package(
  name: "ednet-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "ednet", path: "..")],
  targets: [
    .executableTarget(
      name: "ednet-benchmarks",
      dependencies: [
        .product(name: "NeuralNetworks", package: "ednet"),
        .product(name: "Crystallography", package: "ednet"),
        .product(name: "Diffraction", package: "ednet"),
        .product(name: "Imaging", package: "ednet"),
        .product(name: "RandomNumbers", package: "ednet"),
        .product(name: "SymmetryClassification", package: "ednet"),
      ]
    )
  ]
)
