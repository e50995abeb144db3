import Imaging
import TestSupport
import Testing

@testable import Figures

@Suite struct CanvasTests {
  /// The rectangle of everything darker than the page, in points.
  private func extent(_ page: RenderedFigure) -> (x: ClosedRange<Double>, y: ClosedRange<Double>)? {
    var (columns, rows): ([Int], [Int]) = ([], [])
    for row in 0..<page.image.height {
      for column in 0..<page.image.width where page.image[row, column] < 200 {
        columns.append(column)
        rows.append(row)
      }
    }
    guard let left = columns.min(), let right = columns.max(), let top = rows.min(), let bottom = rows.max() else {
      return nil
    }
    let point = 72.0 / 300
    return (point * Double(left)...point * Double(right + 1), point * Double(top)...point * Double(bottom + 1))
  }

  private func page(_ draw: @escaping @Sendable (Canvas) -> Void) throws -> RenderedFigure {
    try RenderedFigure(Drawing(size: [60, 40], draw: draw))
  }

  @Test func rectanglesFillTheirExtent() throws {
    let found = try #require(extent(try page { $0.fill(x: 10, y: 5, width: 20, height: 30, .black) }))
    for (value, expected) in [
      (found.x.lowerBound, 10.0), (found.x.upperBound, 30), (found.y.lowerBound, 5), (found.y.upperBound, 35),
    ] {
      #expect(abs(value - expected) < 0.25)
    }
  }

  @Test func framesAreEmptyInside() throws {
    let page = try page { $0.frame(x: 10, y: 5, width: 20, height: 30, .black) }
    #expect(page[10, 20] < 100 && page[30, 20] < 100 && page[20, 5] < 100 && page[20, 35] < 100)
    #expect(page[20, 20] == 255 && page[8, 20] == 255)
  }

  @Test func dashesEndWithTheirLine() throws {
    let page = try page { canvas in
      canvas.line([[0, 10], [60, 10]], .black, width: 2, dash: [4, 12])
      canvas.line([[0, 30], [60, 30]], .black, width: 2)
      canvas.line([], .black)
    }
    #expect(page[2, 10] < 100 && page[10, 10] == 255 && page[18, 10] < 100)
    for x in stride(from: 1.0, to: 59, by: 1) { #expect(page[x, 30] < 100) }
  }

  @Test func dotsOfACurveAreAtItsPoints() throws {
    let plain = try page { $0.curve([[10, 10], [50, 30]], .black, dots: nil) }
    let dotted = try page { $0.curve([[10, 10], [50, 30]], .black, dots: 4) }
    #expect(plain[30, 20] < 100 && dotted[30, 20] < 100)
    #expect(plain[10, 13] == 255 && dotted[10, 13] < 100 && dotted[50, 27] < 100)
  }

  @Test func pixelsHaveSharpEdgesUnlessSmooth() throws {
    var image = ColorImage(width: 2, height: 1, filledWith: Color(red: 0, green: 0, blue: 0))
    image.pixels[1] = .white
    let drawn = image
    let sharp = try page { $0.draw(drawn, x: 10, y: 10, width: 40, isSmooth: false) }
    #expect(sharp[29, 20] == 0 && sharp[31, 20] == 255)
    // The height follows from the aspect ratio.
    #expect(sharp[20, 29] == 0 && sharp[20, 31] == 255)
    let smooth = try page { $0.draw(drawn, x: 10, y: 10, width: 40) }
    #expect((60...200).contains(smooth[30, 20]))
    // The edge does not fade into the page.
    #expect(smooth[10.5, 20] == 0)
  }

  @Test func componentsBeyondTheRangeAreClipped() throws {
    var image = ColorImage(width: 3, height: 1, filledWith: Color(red: 2, green: 2, blue: 2))
    image.pixels[0] = Color(red: .nan, green: .nan, blue: .nan)
    image.pixels[1] = Color(red: -1, green: -1, blue: -1)
    let drawn = image
    let page = try page { canvas in
      canvas.fill(x: 0, y: 0, width: 60, height: 40, .grey)
      canvas.draw(drawn, x: 0, y: 0, width: 60, isSmooth: false)
    }
    #expect(page[10, 10] == 0 && page[30, 10] == 0 && page[50, 10] == 255)
  }

  @Test func anchorsPlaceTheEndsOfATextAtItsPosition() throws {
    func extent(
      _ anchor: Canvas.Anchor,
      turned: Bool = false
    ) throws -> (x: ClosedRange<Double>, y: ClosedRange<Double>) {
      try #require(self.extent(try page { $0.write("HHH", at: [30, 20], size: 8, anchor, turned: turned) }))
    }
    let (start, middle, end) = (try extent(.start), try extent(.middle), try extent(.end))
    #expect(abs(start.x.lowerBound - 30) < 1.5 && abs(end.x.upperBound - 30) < 1.5)
    #expect(abs((middle.x.lowerBound + middle.x.upperBound) / 2 - 30) < 0.5)
    // Capitals are centred on the position.
    #expect(abs((middle.y.lowerBound + middle.y.upperBound) / 2 - 20) < 0.5)
    // A turned text runs upwards.
    let turned = try extent(.start, turned: true)
    #expect(abs(turned.y.upperBound - 20) < 1.5 && turned.y.lowerBound < 8)
    #expect(abs((turned.x.lowerBound + turned.x.upperBound) / 2 - 30) < 0.5)
  }

  @Test func longTextsAreShortened() throws {
    _ = try page { canvas in
      // An ellipsis is slightly wider than the letter.
      let width = canvas.width(of: "mmmm", size: 8) + 1
      #expect(canvas.shortened("mmmm", to: width, size: 8) == "mmmm")
      let cut = canvas.shortened("mmmmmm", to: width, size: 8)
      #expect(cut == "mmm…" && canvas.width(of: cut, size: 8) <= width)
    }
  }

  @Test func signsWithoutAFontAreNotDrawnAsBoxes() throws {
    let code = try page { $0.write("U+10FFF0", at: [2, 20], size: 8) }
    let sign = try page { $0.write("\u{10FFF0}", at: [2, 20], size: 8) }
    #expect(code.image == sign.image)
  }

  @Test func figuresThatAreTooLargeAreRefused() throws {
    struct Wide: Figure {
      let size: SIMD2<Double> = [10_000, 10]
      func draw(on canvas: Canvas) { canvas.write("wide", at: [5, 5], size: 8) }
    }
    let error = try #require(throws: FigureError.self) { try Wide().data(as: .png) }
    #expect("\(error)".hasPrefix("a figure of 41667 × 42 pixels cannot be drawn: "), "\(error)")
  }

  @Test func formatsAreReadOffNames() {
    #expect(FigureFormat(path: "a/b.PNG") == .png)
    #expect(FigureFormat(path: "b.svg") == .svg && FigureFormat(path: "b.pdf") == .pdf)
    #expect(FigureFormat(path: "png") == nil && FigureFormat(path: "b.jpg") == nil)
  }
}
