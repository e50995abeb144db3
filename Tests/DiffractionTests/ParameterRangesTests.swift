import Diffraction
import Foundation
import Testing

@Suite struct ParameterRangesTests {
  @Test(arguments: [EBSDParameterRanges() as any Encodable & Sendable, SpotParameterRanges()])
  func writesEveryPropertyUnderItsName(ranges: any Encodable & Sendable) throws {
    let data = try JSONEncoder().encode(ranges)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let properties = Mirror(reflecting: ranges).children
    let count = ranges is EBSDParameterRanges ? 38 : 29
    #expect(object.count == count && properties.count == count)
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
