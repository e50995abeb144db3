import Foundation
import Testing

@testable import Imaging

@Suite struct ParameterTests {
  private struct Settings: Codable, Equatable {
    var count = 2
    var range: ClosedRange<Float> = 1...2
    var limit: ClosedRange<Float>?

    static let parameters: [Parameter<Self>] = [
      Parameter("count", \.count, in: 0...9), Parameter("range", \.range, in: 0...10),
      Parameter("limit", \.limit, in: 0...1),
    ]

    init() {}

    init(from decoder: any Decoder) throws {
      try Parameter.decode(&self, Self.parameters, from: decoder, of: "settings")
      try Parameter.check(self, Self.parameters)
    }

    func encode(to encoder: any Encoder) throws {
      try Parameter.encode(self, Self.parameters, to: encoder)
    }
  }

  private func read(_ json: String) throws -> Settings {
    try JSONDecoder().decode(Settings.self, from: Data(json.utf8))
  }

  @Test func missingKeysKeepTheirValues() throws {
    #expect(try read("{}") == Settings())
    let settings = try read(#"{"range": [3, 4], "limit": [0, 0.5]}"#)
    #expect(settings.count == 2 && settings.range == 3...4 && settings.limit == 0...0.5)
    #expect(try read(#"{"limit": null}"#).limit == nil)
  }

  @Test func everyParameterIsWritten() throws {
    var settings = Settings()
    settings.limit = 0...1
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for settings in [settings, Settings()] {
      let data = try encoder.encode(settings)
      #expect(try JSONDecoder().decode(Settings.self, from: data) == settings)
    }
    let text = String(decoding: try encoder.encode(settings), as: UTF8.self)
    #expect(text == #"{"count":2,"limit":[0,1],"range":[1,2]}"#)
  }

  @Test(arguments: [
    (#"{"cuont": 1}"#, #"settings: unknown key "cuont"; known are count, range, limit"#),
    (#"{"count": 10}"#, "count: 10 cannot be used; expected 0 to 9"),
    (#"{"range": [1, 11]}"#, "range: 1.0 to 11.0 cannot be used; expected within 0.0 to 10.0"),
    (#"{"limit": [0, 2]}"#, "limit: 0.0 to 2.0 cannot be used; expected within 0.0 to 1.0"),
  ])
  func invalidObjectsAreErrors(json: String, message: String) {
    let error = #expect(throws: ImagingError.self) { try read(json) }
    #expect(error?.description == message)
  }
}
