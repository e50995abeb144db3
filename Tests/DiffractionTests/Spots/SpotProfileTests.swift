import Diffraction
import Foundation
import Testing

@Suite struct SpotProfileTests {
  @Test(arguments: [
    SpotProfile.gaussian(radius: 1.5), .disc(radius: 4),
    .pseudoVoigt(radius: 2, lorentzian: 0.25),
  ]
  )
  func roundTripsThroughJSON(profile: SpotProfile) throws {
    let data = try JSONEncoder().encode(profile)
    #expect(try JSONDecoder().decode(SpotProfile.self, from: data) == profile)
  }

  @Test(arguments: [
    (#"{"shape": "disc", "radius": 0}"#, "profile radius: 0.0"),
    (#"{"shape": "pseudo-voigt", "radius": 1, "lorentzian": 2}"#, "profile lorentzian: 2.0"),
    (#"{"shape": "disc", "radius": 1, "width": 2}"#, #"profile: unknown key "width""#),
  ]
  )
  func invalidProfilesThrow(text: String, sentence: String) {
    let error = #expect(throws: (any Error).self) {
      try JSONDecoder().decode(SpotProfile.self, from: Data(text.utf8))
    }
    #expect(error.map { "\($0)" }?.contains(sentence) == true, "\(String(describing: error))")
  }
}
