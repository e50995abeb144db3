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
    .target(name: "SampleSupport", path: "SampleSupport"),
    .testTarget(name: "SampleSupportTests", dependencies: ["SampleSupport"], path: "Tests/SampleSupportTests"),
  ],
  swiftLanguageModes: [.v6]
)
