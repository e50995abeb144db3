import Foundation
import Imaging
import SymmetryClassification
import TestSupport
import Testing
import Workers

@Suite struct ImageFilesTests {
  private let pages = Project.fixtures(of: "ImagingTests").appending(path: "formats/pages-16.tif").path
  private let single = Project.fixtures(of: "ImagingTests").appending(path: "formats/gray-8.bmp").path

  @Test(arguments: [1, 3])
  func imagesComeInTheirOrderWithTheirNames(threads: Int) throws {
    let files = ImageFiles([single, "none", pages, pages + "[1]", single], pool: WorkerPool(threads: threads))
    var names: [String] = []
    var sums: [Float?] = []
    files.forEachPart {
      $0.image.pixels.reduce(0, +)
    } body: { part in
      names += part.map(\.name)
      sums += part.map { try? $0.content.get() }
    }
    #expect(names == [single, "none"] + (0..<3).map { "\(pages)[\($0)]" } + [pages + "[1]", single])
    #expect(files.imageNames == names)
    let expected = try [single, pages + "[0]", pages + "[1]", pages + "[2]"].map {
      try ImageFormats.read($0).image.pixels.reduce(0, +)
    }
    #expect(sums == [expected[0], nil, expected[1], expected[2], expected[3], expected[2], expected[0]])
  }

  @Test func errorsOfConversionsNameTheImage() {
    struct Refusal: Error, CustomStringConvertible { let description = "no" }
    var errors: [String] = []
    ImageFiles([pages], pool: WorkerPool(threads: 1)).forEachPart { (_: DecodedImage) -> Int in
      throw Refusal()
    } body: { part in
      for image in part { if case .failure(let error) = image.content { errors.append("\(error)") } }
    }
    #expect(errors == (0..<3).map { "\(pages)[\($0)]: cannot be read: no" })
  }
}
