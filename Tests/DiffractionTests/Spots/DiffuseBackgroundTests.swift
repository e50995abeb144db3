import Diffraction
import Testing

@Suite struct DiffuseBackgroundTests {
  @Test func invalidBackgroundsThrow() throws {
    try DiffuseBackground(strength: 0, width: 0.1).validate()
    #expect(throws: DiffractionError.self) { try DiffuseBackground(strength: -1).validate() }
    #expect(throws: DiffractionError.self) { try DiffuseBackground(width: 0).validate() }
  }
}
