import CTIFF

/// The decoding of an image of a TIFF file to grey.
struct TIFFDecoder {
  let bytes: [UInt8]
  let place: UInt64
  let layout: TIFFLayout
  let name: String

  /// Decodes the image.
  func image() throws(ImageFileError) -> DecodedImage {
    var notes = layout.notes
    let pixels: [Float]
    switch (layout.kind, layout.bits) {
    case (.unsigned, ...8):
      let samples: [UInt8] = try samples()
      pixels = layout.color == .palette ? try colors(of: samples, &notes) : exact(samples, &notes)
    case (.unsigned, ...16):
      let samples: [UInt16] = try samples()
      pixels = exact(samples, &notes)
    case (.unsigned, _): pixels = try fitted(samples() as [UInt32], &notes) { Double($0) }
    case (.signed, 8): pixels = try fitted(samples() as [Int8], &notes) { Double($0) }
    case (.signed, 16): pixels = try fitted(samples() as [Int16], &notes) { Double($0) }
    case (.signed, _): pixels = try fitted(samples() as [Int32], &notes) { Double($0) }
    case (.floatingPoint, 16): pixels = try fitted(samples() as [UInt16], &notes, Self.half)
    case (.floatingPoint, 32): pixels = try fitted(samples() as [Float], &notes) { Double($0) }
    case (.floatingPoint, _): pixels = try fitted(samples() as [Double], &notes) { $0 }
    }
    let isEight = layout.bits <= 8 && layout.kind != .floatingPoint
    return DecodedImage(
      image: GrayImage(width: layout.width, height: layout.height, pixels: pixels),
      bitDepth: isEight ? 8 : 16,
      sourceBitDepth: layout.bits,
      notes: ConversionNote.allCases.filter(notes.contains),
      format: "TIFF"
    )
  }

  /// Unsigned samples of at most 16 bits; those of less than 8 are scaled to 0...255.
  private func exact<Sample: FixedWidthInteger>(_ samples: [Sample], _ notes: inout Set<ConversionNote>) -> [Float] {
    let top = (1 << layout.bits) - 1
    let scale = Float(layout.bits < 8 ? 255 / top : 1)
    var pixels = layout.channels == 3 ? Luminance.pixels(of: samples, &notes) : samples.map { Float($0) }
    if layout.color == .whiteIsZero {
      for index in pixels.indices { pixels[index] = Float(top) - pixels[index] }
    }
    if scale != 1 { for index in pixels.indices { pixels[index] *= scale } }
    return pixels
  }

  /// The colours of a palette, each of 8 bits.
  private func colors(of samples: [UInt8], _ notes: inout Set<ConversionNote>) throws(ImageFileError) -> [Float] {
    var colors = [UInt16](repeating: 0, count: 3 * Int(CTIFF_PALETTE_CAPACITY))
    var report = CTIFFReport()
    let status = unsafe bytes.withUnsafeBufferPointer { input in
      unsafe colors.withUnsafeMutableBufferPointer { output in
        // The array has the size that the function expects, and is not empty.
        guard let output = output.baseAddress else { return CTIFF_NO_MEMORY }
        return unsafe ctiff_palette(input.baseAddress, input.count, place, output, &report)
      }
    }
    guard status == CTIFF_OK else { throw failure(status, report, "in the palette") }
    // Some programs write 0...255 instead of 0...65535.
    let shift = colors.contains { $0 > 255 } ? 8 : 0
    let narrow = colors.map { UInt8($0 >> shift) }
    return Luminance.pixels(of: samples.flatMap { narrow[3 * Int($0)..<3 * Int($0) + 3] }, &notes)
  }

  /// Samples of any range, fitted to 0...65535.
  private func fitted<Sample>(
    _ samples: [Sample],
    _ notes: inout Set<ConversionNote>,
    _ value: (Sample) -> Double
  ) throws(ImageFileError) -> [Float] {
    let sign: Double = layout.color == .whiteIsZero ? -1 : 1
    func gray(_ index: Int) -> Double {
      guard layout.channels == 3 else { return sign * value(samples[index]) }
      return Luminance.of(value(samples[3 * index]), value(samples[3 * index + 1]), value(samples[3 * index + 2]))
    }
    var (low, high) = (Double.infinity, -Double.infinity)
    for index in 0..<layout.width * layout.height {
      let intensity = gray(index)
      guard intensity.isFinite else {
        let (row, column) = index.quotientAndRemainder(dividingBy: layout.width)
        throw ImageFileError(
          file: name,
          reason: .damaged("the pixel in row \(row + 1), column \(column + 1) is no finite number")
        )
      }
      (low, high) = (min(low, intensity), max(high, intensity))
    }
    let range = IntensityRange(low: low, high: high, isFloatingPoint: layout.kind == .floatingPoint)
    // An inverted image is negative until it is raised, which is no conversion of its own.
    notes.formUnion(range.notes.filter { sign > 0 || $0 != .raised })
    if layout.channels == 3 { notes.insert(hasColor(samples, value) ? .color : .grayInColor) }
    return (0..<layout.width * layout.height).map { range(gray($0)) }
  }

  private func hasColor<Sample>(_ samples: [Sample], _ value: (Sample) -> Double) -> Bool {
    (0..<layout.width * layout.height).contains { index in
      let red = value(samples[3 * index])
      return red != value(samples[3 * index + 1]) || red != value(samples[3 * index + 2])
    }
  }

  /// The value of a half-precision number (IEEE 754 binary16) of these bits.
  private static func half(_ bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Double(bits & 0x3FF))
    let sign: Double = bits >> 15 == 0 ? 1 : -1
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }

  private func samples<Sample: BitwiseCopyable & Numeric>() throws(ImageFileError) -> [Sample] {
    let count = layout.width * layout.height * layout.channels
    var tags = layout.tags
    var report = CTIFFReport()
    var status = CTIFF_OK
    let samples = unsafe [Sample](unsafeUninitializedCapacity: count) { output, initialized in
      // Samples that an error leaves untouched must not show old memory.
      unsafe output.initialize(repeating: 0)
      unsafe UnsafeMutableRawBufferPointer(output).withMemoryRebound(to: UInt8.self) { output in
        status = unsafe bytes.withUnsafeBufferPointer { input in
          unsafe ctiff_decode(
            input.baseAddress,
            input.count,
            place,
            &tags,
            Int32(layout.channels),
            output.baseAddress,
            &report
          )
        }
      }
      initialized = count
    }
    guard status == CTIFF_OK else { throw failure(status, report, "in the image data") }
    return samples
  }

  private func failure(_ status: CTIFFStatus, _ report: CTIFFReport, _ part: String) -> ImageFileError {
    ImageFileError(file: name, reason: TIFFImages.reason(status, report, part))
  }
}
