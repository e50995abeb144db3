import Testing

@testable import Imaging

@Suite struct LuminanceTests {
  @Test func greyStaysExactAndColoursAreWeighted() {
    var notes: Set<ConversionNote> = []
    #expect(Luminance.pixels(of: [7, 7, 7] as [UInt8], &notes) == [7] && notes == [.grayInColor])
    notes = []
    let red = Luminance.pixels(of: [100, 0, 0, 9, 9, 9] as [UInt16], &notes)
    #expect(abs(red[0] - 21.26) < 1e-5 && red[1] == 9 && notes == [.color])
    #expect(Luminance.of(0.1, 0.1, 0.1) == 0.1 && abs(Luminance.of(0, 1, 0) - 0.7152) < 1e-12)
  }
}
