import Diffraction
import Foundation
import Testing

@Suite struct ParameterRangesTests {
  @Test(arguments: [EBSDParameterRanges() as any Encodable & Sendable, SpotParameterRanges()])
  func writesEveryPropertyUnderItsName(ranges: any Encodable & Sendable) throws {
    let data = try JSONEncoder().encode(ranges)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let properties = Mirror(reflecting: ranges).children
    #expect(object.count == 29 && properties.count == 29)
    for (name, value) in properties {
      let name = try #require(name)
      let written = try #require(object[name], "\(name)")
      switch value {
      case let range as ClosedRange<Float>:
        #expect(
          (written as? [NSNumber])?.map(\.floatValue) == [range.lowerBound, range.upperBound],
          "\(name)"
        )
      case let range as ClosedRange<Int>:
        #expect(written as? [Int] == [range.lowerBound, range.upperBound], "\(name)")
      default:
        #expect((written as? NSNumber)?.floatValue == value as? Float, "\(name)")
      }
    }
  }
}
