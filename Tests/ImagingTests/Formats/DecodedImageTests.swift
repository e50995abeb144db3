import Imaging
import Testing

@Suite struct DecodedImageTests {
  @Test func notesOfConversionsAreClauses() {
    #expect(
      ConversionNote.allCases.map(\.description) == [
        "colour turned into luminance", "stored in colour, but every pixel is grey", "stored with a palette",
        "transparency ignored", "inverted, since the file stores white as 0",
        "negative intensities, all raised until the lowest is 0", "intensities scaled to 0...65535",
        "the file's rotation or mirroring ignored", "compressed with loss, which changes fine structure",
      ]
    )
  }

  @Test func imagesOfOtherDepthsDiffer() {
    let image = GrayImage(width: 1, height: 1, filledWith: 7)
    func decoded(_ bitDepth: Int, _ source: Int) -> DecodedImage {
      DecodedImage(image: image, bitDepth: bitDepth, sourceBitDepth: source, notes: [.alpha], format: "PNG")
    }
    #expect(decoded(8, 4) == decoded(8, 4))
    #expect(decoded(8, 4) != decoded(8, 8) && decoded(8, 8) != decoded(16, 8))
  }
}
