import Foundation
import Imaging
import SymmetryClassification
import Synchronization
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

  @Test func aPartOfAFileHasSomeOfItsImages() {
    var names: [String] = []
    for range in [1..<3, 0..<1, 2..<9] {
      ImageFiles(ImagePart(files: [pages], images: range), pool: WorkerPool(threads: 1)).forEachPart {
        $0.image.width
      } body: { part in
        names += part.map(\.name)
      }
    }
    #expect(names == [1, 2, 0, 2].map { "\(pages)[\($0)]" })
    #expect(ImageFiles([single, "none", pages, pages + "[1]"], pool: WorkerPool(threads: 1)).counts == [1, 1, 3, 1])
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

  /// A format of two images a file that counts how often its files are opened, and that calls them a scan.
  private struct CountedFormat: ImageFormat {
    static let openings = Mutex<[String: Int]>([:])
    let name = "counted images"
    let extensions = ["counted"]
    func recognizes(_ start: [UInt8]) -> Bool { start.starts(with: "COUNTED".utf8) }
    func open(_ file: ImageFile) -> any ImageSource {
      Self.openings.withLock { $0[file.name, default: 0] += 1 }
      return Images()
    }

    struct Images: ImageSource {
      let count = 2
      var scan: ScanDescription? {
        var scan = ScanDescription(format: "counted", width: 1, height: 1)
        scan.notes = ["it is short"]
        return scan
      }
      func image(at index: Int) -> DecodedImage {
        let image = GrayImage(width: 1, height: 1, pixels: [Float(index)])
        return DecodedImage(image: image, bitDepth: 8, sourceBitDepth: 8, notes: [], format: "counted")
      }
    }
  }

  @Test func aScanNamedAloneIsOpenedOnceAndItsRemarksAreSaidOnce() throws {
    ImageFormats.register(CountedFormat())
    let files = try TemporaryPatterns([])
    try files.write("scan.counted", "COUNTED")
    let path = files.root + "/scan.counted"
    var (remarks, sums) = ([String](), [Float]())
    ImageFiles([path], pool: WorkerPool(threads: 2)).forEachPart {
      $0.image.pixels[0]
    } remark: {
      remarks.append($0)
    } body: { part in
      sums += part.compactMap { try? $0.content.get() }
    }
    #expect(remarks == ["\(path): it is short"] && sums == [0, 1])
    #expect(CountedFormat.openings.withLock { $0[path] } == 1)
  }
}
