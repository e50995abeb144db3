// swift-tools-version: 6.2
import PackageDescription

// A separate package, so that packages that depend on ednet do not build it.
let package = Package(
  name: "ednet-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "ednet", path: "..")],
  targets: [
    .executableTarget(
      name: "ednet-benchmarks",
      dependencies: [
        .product(name: "BLASKernels", package: "ednet"),
        .product(name: "NeuralNetworks", package: "ednet"),
        .product(name: "Crystallography", package: "ednet"),
        .product(name: "Diffraction", package: "ednet"),
        .product(name: "Imaging", package: "ednet"),
        .product(name: "RandomNumbers", package: "ednet"),
        .product(name: "Reports", package: "ednet"),
        .product(name: "SymmetryClassification", package: "ednet"),
      ]
    )
  ]
)
