import Files
import Foundation
import Imaging
import Testing

@testable import Diffraction

@Suite struct MasterPatternSidecarTests {
  private let bytes = PNG.encode(GrayImage(width: 6, height: 3), bitDepth: .sixteen)

  private func sidecar(
    version: Int = MasterPatternSidecar.currentVersion,
    size: Int = 3,
    range: [Float] = [0, 1]
  ) -> MasterPatternSidecar {
    MasterPatternSidecar(
      formatVersion: version,
      size: size,
      intensityRange: range,
      pictureChecksum: FNV1a.digits(of: bytes),
      description: nil
    )
  }

  /// The reason for which a sidecar is refused; nil if it matches the image.
  private func refusal(_ sidecar: MasterPatternSidecar, _ bytes: [UInt8]? = nil) throws -> String? {
    let bytes = bytes ?? self.bytes
    let picture = try PNG.decode(bytes, name: "a.png")
    do throws(DiffractionError) {
      try sidecar.check(size: picture.image.height, picture, bytes, "a.json", of: "a.png")
      return nil
    } catch { return error.description }
  }

  @Test func sidecarOfTheImageIsAccepted() throws {
    #expect(try refusal(sidecar()) == nil)
    #expect(try refusal(sidecar(range: [2, 2])) == nil)
  }

  @Test(arguments: [0, 2]) func otherVersionsAreRefused(version: Int) throws {
    let expected = "a.json: has format version \(version); this version of ednet reads 1"
    #expect(try refusal(sidecar(version: version)) == expected)
  }

  @Test(arguments: [[], [1], [0, 1, 2], [1, 0], [0, .infinity], [.nan, 1]] as [[Float]])
  func invalidRangesAreRefused(range: [Float]) throws {
    let expected = "a.json: intensityRange must be two finite numbers, the smaller first"
    #expect(try refusal(sidecar(range: range)) == expected)
  }

  @Test func anotherImageIsRefused() throws {
    var image = GrayImage(width: 6, height: 3)
    image[0, 0] = 1
    let expected =
      "a.json: does not match a.png, which was changed or not written completely; "
      + "simulate the master pattern again, or remove this file to read the image alone"
    #expect(try refusal(sidecar(), PNG.encode(image, bitDepth: .sixteen)) == expected)
    #expect(try refusal(sidecar(), PNG.encode(GrayImage(width: 6, height: 3), bitDepth: .eight)) == expected)
    #expect(try refusal(sidecar(size: 5)) == expected)
  }

  @Test func missingFilesAreNoErrorAndUnreadableOnesAre() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ednet-sidecar-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.json").path
    #expect(try MasterPatternSidecar.read(path) == nil)
    func expect(_ json: String, _ reason: String) throws {
      try Data(json.utf8).write(to: URL(filePath: path))
      let error = #expect(throws: DiffractionError.self) { try MasterPatternSidecar.read(path) }
      let text = "\(path): does not describe a master pattern: \(reason)"
      #expect(error?.description.hasPrefix(text) == true, "\(error?.description ?? "")")
      #expect(error?.description.hasSuffix("; remove it to read the image alone") == true)
    }
    try expect(#"{"formatVersion": 1}"#, #""size" is missing; "#)
    try expect(#"{"formatVersion": 1, "size": "three"}"#, "size: ")
    try expect("[", "")
    #expect(
      throws: DiffractionError.masterPatternFile(path: folder.path, reason: "cannot be read: it is a folder")
    ) { try MasterPatternSidecar.read(folder.path) }
  }
}
