import Testing

@testable import Crystallography

@Suite struct OperationKeyTests {
  @Test func latticeTranslationsDoNotMatter() throws {
    func key(_ text: String) throws -> OperationKey { OperationKey(try #require(SymmetryOperation(triplet: text))) }
    #expect(try key("-x+1/2,y,z") == key("-x-1/2,y+1,z"))
    #expect(try key("x+0.333333,y,z") == key("x-2/3,y,z"))
    #expect(try key("X+1/2,Y,Z") != key("x,y,z"))
  }
}
