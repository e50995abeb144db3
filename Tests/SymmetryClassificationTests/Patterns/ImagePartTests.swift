import Testing

@testable import SymmetryClassification

@Suite struct ImagePartTests {
  @Test func partsHoldAllImagesInTheirOrder() {
    let parts = ImagePart.parts(of: ["a", "b", "c", "d", "scan", "e"], counts: [1, 2, 1, 1, 7, 1], size: 3)
    #expect(
      parts == [
        ImagePart(files: ["a", "b"]), ImagePart(files: ["c", "d"]), ImagePart(files: ["scan"], images: 0..<3),
        ImagePart(files: ["scan"], images: 3..<6), ImagePart(files: ["scan"], images: 6..<7), ImagePart(files: ["e"]),
      ]
    )
    #expect(ImagePart.parts(of: [], counts: [], size: 3) == [])
    #expect(ImagePart.parts(of: ["scan"], counts: [3], size: 3) == [ImagePart(files: ["scan"])])
  }
}
