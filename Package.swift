// swift-tools-version: 6.2
import PackageDescription

// Strict memory safety makes every unsafe expression say so, which keeps them in few, named files.
let strict: [SwiftSetting] = [.strictMemorySafety()]

let package = Package(
  name: "ednet",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "ednet", targets: ["ednet"]),
    .library(name: "BLASKernels", targets: ["BLASKernels"]),
    .library(name: "NeuralNetworks", targets: ["NeuralNetworks"]),
    .library(name: "RandomNumbers", targets: ["RandomNumbers"]),
    .library(name: "Workers", targets: ["Workers"]),
    .library(name: "Imaging", targets: ["Imaging"]),
    .library(name: "Crystallography", targets: ["Crystallography"]),
    .library(name: "Diffraction", targets: ["Diffraction"]),
    .library(name: "Scans", targets: ["Scans"]),
    .library(name: "SymmetryClassification", targets: ["SymmetryClassification"]),
    .library(name: "ONNX", targets: ["ONNX"]),
    .library(name: "Figures", targets: ["Figures"]),
    .library(name: "Reports", targets: ["Reports"]),
    .library(name: "Pipelines", targets: ["Pipelines"]),
  ],
  traits: [
    .trait(name: "MPI", description: "Work on several processes and machines (needs libopenmpi-dev).")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // MARK: Foreign libraries
    .systemLibrary(
      name: "CLibPNG",
      pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .brew(["libpng"])]
    ),
    .systemLibrary(
      name: "CLibHDF5",
      pkgConfig: "hdf5",
      providers: [.apt(["libhdf5-dev"]), .brew(["hdf5"])]
    ),
    .systemLibrary(
      name: "CLibTIFF",
      pkgConfig: "libtiff-4",
      providers: [.apt(["libtiff-dev"]), .brew(["libtiff"])]
    ),
    .systemLibrary(
      name: "CLibJPEG",
      pkgConfig: "libjpeg",
      providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]
    ),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(
      name: "CLibDeflate",
      pkgConfig: "libdeflate",
      providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]
    ),
    .systemLibrary(
      name: "CPangoCairo",
      pkgConfig: "pangocairo",
      providers: [.apt(["libpango1.0-dev"]), .brew(["pango"])]
    ),
    .target(name: "CPNG", dependencies: ["CLibDeflate", "CLibPNG"]),
    .target(name: "CHDF5", dependencies: ["CLibDeflate", "CLibHDF5"]),
    .target(name: "CTIFF", dependencies: ["CLibTIFF"]),
    .target(name: "CJPEG", dependencies: ["CLibJPEG"]),
    .systemLibrary(
      name: "CLibMPI",
      pkgConfig: "ompi-c",
      providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]
    ),
    .target(
      name: "CMPI",
      dependencies: [.target(name: "CLibMPI", condition: .when(traits: ["MPI"]))],
      cSettings: [.define("EDNET_MPI", .when(traits: ["MPI"]))]
    ),
    .target(name: "CGemmi"),
    .target(name: "COpenBLAS"),
    // Not foreign: the inner loops, compiled for several instruction sets.
    .target(name: "CKernels"),
    .target(name: "CPixels"),
    .target(name: "CProcessor"),
    .systemLibrary(
      name: "CSpglib",
      pkgConfig: "spglib",
      providers: [.apt(["libsymspg-dev"]), .brew(["spglib"])]
    ),

    // MARK: Libraries
    .target(name: "RandomNumbers", swiftSettings: strict),
    .target(name: "Files", swiftSettings: strict),
    .target(name: "Workers", swiftSettings: strict),
    .target(
      name: "BLASKernels",
      dependencies: ["COpenBLAS", "CProcessor", "Files"],
      swiftSettings: strict
    ),
    .target(
      name: "NeuralNetworks",
      dependencies: ["CKernels", "COpenBLAS", "Files", "RandomNumbers", "Workers"],
      swiftSettings: strict
    ),
    .target(
      name: "MessagePassing",
      dependencies: ["CMPI", "NeuralNetworks"],
      swiftSettings: strict
    ),
    .target(
      name: "Imaging",
      dependencies: ["CJPEG", "CMalloc", "CPNG", "CPixels", "CTIFF", "Files", "RandomNumbers"],
      swiftSettings: strict
    ),
    .target(
      name: "Crystallography",
      dependencies: ["CGemmi", "CSpglib", "Files", "RandomNumbers"],
      swiftSettings: strict
    ),
    .target(
      name: "Diffraction",
      dependencies: [
        "COpenBLAS", "Crystallography", "Files", "Imaging", "RandomNumbers", "Workers",
      ],
      swiftSettings: strict
    ),
    .target(
      name: "Scans",
      dependencies: ["CHDF5", "Diffraction", "Files", "Imaging"],
      swiftSettings: strict
    ),
    .target(
      name: "SymmetryClassification",
      dependencies: [
        "NeuralNetworks", "Imaging", "Crystallography", "Diffraction", "Files", "RandomNumbers", "Scans",
        "Workers",
      ],
      swiftSettings: strict
    ),

    // Generated; its storage is not strictly memory safe.
    .target(name: "ONNXSchema", dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")]),
    .target(
      name: "ONNX",
      dependencies: [
        "Crystallography", "Files", "Imaging", "NeuralNetworks", "ONNXSchema", "SymmetryClassification",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      swiftSettings: strict
    ),

    .target(name: "Figures", dependencies: ["CPangoCairo", "Files"], swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "Crystallography", "Figures", "Files", "Imaging", "NeuralNetworks", "SymmetryClassification",
      ],
      resources: [.embedInCode("Page/report.css"), .embedInCode("Page/report.js")],
      swiftSettings: strict
    ),

    .target(
      name: "Pipelines",
      dependencies: [
        "Crystallography", "Diffraction", "Figures", "Files", "Imaging", "NeuralNetworks", "Reports",
        "SymmetryClassification", "Workers",
      ],
      swiftSettings: strict
    ),

    // MARK: The command
    .executableTarget(
      name: "ednet",
      dependencies: [
        "BLASKernels", "Diffraction", "Figures", "Files", "Imaging", "MessagePassing", "NeuralNetworks", "ONNX",
        "Pipelines", "RandomNumbers", "Reports", "Scans", "SymmetryClassification", "Workers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.copy("Models")],
      swiftSettings: strict
    ),

    // MARK: The tables and reference values of the trainer in Training/
    .executableTarget(
      name: "training-reference",
      dependencies: [
        "Crystallography", "Diffraction", "Imaging", "NeuralNetworks", "Pipelines", "Scans",
        "SymmetryClassification",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Training/Reference",
      swiftSettings: strict
    ),

    // MARK: Samples
    .executableTarget(
      name: "draw-patterns",
      dependencies: [
        "Imaging", "RandomNumbers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Samples/DrawPatterns"
    ),
    .executableTarget(
      name: "pattern-cnn",
      dependencies: ["Imaging", "NeuralNetworks", "SymmetryClassification"],
      path: "Samples/PatternCNN"
    ),
    .executableTarget(
      name: "train-and-classify",
      dependencies: ["Imaging", "Pipelines", "SymmetryClassification"],
      path: "Samples/TrainAndClassify"
    ),
    .executableTarget(
      name: "regression-mlp",
      dependencies: ["NeuralNetworks", "RandomNumbers"],
      path: "Samples/RegressionMLP"
    ),

    // MARK: Tests
    .target(
      name: "TestSupport",
      dependencies: ["Figures", "Imaging", "NeuralNetworks", "RandomNumbers"],
      path: "Tests/TestSupport"
    ),
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .testTarget(name: "RandomNumbersTests", dependencies: ["RandomNumbers"]),
    .testTarget(name: "WorkersTests", dependencies: ["Workers"]),
    .testTarget(name: "BLASKernelsTests", dependencies: ["BLASKernels", "CProcessor"]),
    .testTarget(
      name: "CKernelsTests",
      dependencies: ["CKernels", "NeuralNetworks", "RandomNumbers", "TestSupport"]
    ),
    .testTarget(
      name: "NeuralNetworksTests",
      dependencies: ["NeuralNetworks", "TestSupport", "Workers"],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "ImagingTests",
      dependencies: ["Imaging", "TestSupport"],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "CrystallographyTests",
      dependencies: ["Crystallography", "RandomNumbers", "TestSupport", "Workers"]
    ),
    .target(name: "CHDF5Writer", dependencies: ["CLibHDF5"], path: "Tests/CHDF5Writer"),
    .testTarget(name: "ScansTests", dependencies: ["CHDF5Writer", "Imaging", "RandomNumbers", "Scans"]),
    .testTarget(name: "DiffractionTests", dependencies: ["Diffraction", "TestSupport", "Workers"]),
    .testTarget(
      name: "SymmetryClassificationTests",
      dependencies: ["Scans", "SymmetryClassification", "TestSupport"],
      exclude: ["Fixtures"]
    ),
    .testTarget(name: "ONNXTests", dependencies: ["ONNX", "TestSupport"]),
    .testTarget(name: "FiguresTests", dependencies: ["Figures", "Imaging", "TestSupport"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "TestSupport"]
    ),
    .testTarget(name: "PipelinesTests", dependencies: ["Pipelines", "RandomNumbers", "Scans", "TestSupport"]),
    .testTarget(
      name: "ednetTests",
      dependencies: [
        "BLASKernels", "ednet", "draw-patterns", "pattern-cnn", "regression-mlp", "train-and-classify",
        "training-reference",
        "Pipelines", "TestSupport",
      ]
    ),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
