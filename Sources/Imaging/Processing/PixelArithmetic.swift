import CPixels

/// Arithmetic on ranges of pixels, for inner loops.
///
/// Each function checks its bounds once and then runs over unsafe buffers, which the compiler vectorises. All unsafe
/// arithmetic of the module is here.
package enum PixelArithmetic {
  /// Adds `weight` times `count` pixels of `source` to `destination`.
  package static func add(
    _ source: [Float],
    from sourceStart: Int,
    times weight: Float,
    to destination: inout [Float],
    at start: Int,
    count: Int
  ) {
    check(source, sourceStart, count)
    check(destination, start, count)
    unsafe source.withUnsafeBufferPointer { source in
      unsafe destination.withUnsafeMutableBufferPointer { destination in
        for index in 0..<count { unsafe destination[start &+ index] += weight * source[sourceStart &+ index] }
      }
    }
  }

  /// Weighted sums of runs of pixels, for each row.
  ///
  /// - Parameters:
  ///   - pixels: rows of `width` pixels.
  ///   - width: the length of a row.
  ///   - starts: for each new column, the first pixel of its run.
  ///   - taps: for each new column, the index of its first weight; one more for the end.
  ///   - weights: the weights of all runs, concatenated.
  /// - Returns: the same number of rows, each with one pixel per run.
  package static func weightedRuns(
    of pixels: [Float],
    width: Int,
    starts: [Int],
    taps: [Int],
    weights: [Float]
  ) -> [Float] {
    let (newWidth, height) = (starts.count, pixels.count / width)
    precondition(taps.count == newWidth + 1 && taps[newWidth] == weights.count)
    for column in 0..<newWidth {
      let count = taps[column + 1] - taps[column]
      precondition(taps[column] >= 0 && count >= 0)
      precondition(starts[column] >= 0 && starts[column] + count <= width, "a run lies in its row")
    }
    var result = [Float](repeating: 0, count: newWidth * height)
    unsafe pixels.withUnsafeBufferPointer { pixels in
      unsafe result.withUnsafeMutableBufferPointer { result in
        unsafe weights.withUnsafeBufferPointer { weights in
          unsafe starts.withUnsafeBufferPointer { starts in
            unsafe taps.withUnsafeBufferPointer { taps in
              for row in 0..<height {
                for column in 0..<newWidth {
                  var sum: Float = 0
                  var source = unsafe row &* width &+ starts[column]
                  for tap in unsafe taps[column]..<taps[column &+ 1] {
                    unsafe sum += weights[tap] * pixels[source]
                    source &+= 1
                  }
                  unsafe result[row &* newWidth &+ column] = sum
                }
              }
            }
          }
        }
      }
    }
    return result
  }

  /// Weighted sums of rows: new row r is the sum of `weights[t]` times the row `rows[r + t]`.
  ///
  /// - Parameters:
  ///   - pixels: rows of `width` pixels.
  ///   - width: the length of a row.
  ///   - rows: the rows that are added, one less than there are weights longer than the result.
  ///   - weights: the weights.
  /// - Returns: the new rows.
  static func weightedRows(of pixels: [Float], width: Int, rows: [Int], weights: [Float]) -> [Float] {
    let height = rows.count - weights.count + 1
    precondition(width > 0 && height >= 0 && rows.allSatisfy { $0 >= 0 && ($0 + 1) * width <= pixels.count })
    let starts = rows.map { $0 * width }
    return unsafe [Float](unsafeUninitializedCapacity: height * width) { result, count in
      count = height * width
      unsafe starts.withUnsafeBufferPointer { starts in
        guard let starts = starts.baseAddress, let result = result.baseAddress else { return }
        for row in 0..<height {
          unsafe ednet_weighted_sum(pixels, starts + row, weights, weights.count, result + row * width, width)
        }
      }
    }
  }

  /// Weighted sums of columns: new column c is the sum of `weights[t]` times the column `columns[c + t]`.
  ///
  /// - Parameters:
  ///   - pixels: rows of `width` pixels.
  ///   - width: the length of a row.
  ///   - columns: the columns that are added, one less than there are weights longer than a row.
  ///   - weights: the weights.
  /// - Returns: the new rows, as long as the old ones.
  static func weightedColumns(of pixels: [Float], width: Int, columns: [Int], weights: [Float]) -> [Float] {
    precondition(width > 0 && columns.count == width + weights.count - 1 && pixels.count % width == 0)
    precondition(columns.allSatisfy { (0..<width).contains($0) })
    var extended = [Float](repeating: 0, count: columns.count)
    let starts = Array(weights.indices)
    return unsafe [Float](unsafeUninitializedCapacity: pixels.count) { result, count in
      count = pixels.count
      guard let result = result.baseAddress else { return }
      for first in stride(from: 0, to: pixels.count, by: width) {
        copy(pixels, from: first, columns, to: &extended)
        unsafe ednet_weighted_sum(extended, starts, weights, weights.count, result + first, width)
      }
    }
  }

  /// Copies some of the pixels after a place, in any order.
  private static func copy(_ pixels: [Float], from first: Int, _ places: [Int], to destination: inout [Float]) {
    unsafe pixels.withUnsafeBufferPointer { pixels in
      unsafe destination.withUnsafeMutableBufferPointer { destination in
        for index in places.indices { unsafe destination[index] = pixels[first &+ places[index]] }
      }
    }
  }

  /// Replaces each of `count` pixels `p` by `scale * p + offset`.
  package static func scale(_ pixels: inout [Float], from start: Int, count: Int, by scale: Float, plus offset: Float) {
    check(pixels, start, count)
    unsafe pixels.withUnsafeMutableBufferPointer { pixels in
      for index in start..<start + count { unsafe pixels[index] = scale * pixels[index] + offset }
    }
  }

  /// Multiplies `count` pixels by a factor that grows by `step` from pixel to pixel; a negative factor becomes 0.
  package static func applyRamp(to pixels: inout [Float], from first: Int, count: Int, start: Float, step: Float) {
    check(pixels, first, count)
    unsafe pixels.withUnsafeMutableBufferPointer { pixels in
      for index in 0..<count {
        let factor = start + step * Float(Int32(truncatingIfNeeded: index))
        unsafe pixels[first &+ index] *= factor > 0 ? factor : 0
      }
    }
  }

  /// Divides each pixel by the divisor of the same index, at least `smallest`.
  package static func divide(_ pixels: inout [Float], by divisors: [Float], atLeast smallest: Float) {
    let count = pixels.count
    check(divisors, 0, count)
    unsafe divisors.withUnsafeBufferPointer { divisors in
      unsafe pixels.withUnsafeMutableBufferPointer { pixels in
        for index in 0..<count {
          let divisor = unsafe divisors[index]
          unsafe pixels[index] /= divisor > smallest ? divisor : smallest
        }
      }
    }
  }

  /// Divides each pixel by the root of the square of the same index, at least `smallest`, and clamps it to ±`limit`.
  static func divide(_ pixels: inout [Float], byRootOf squares: [Float], atLeast smallest: Float, within limit: Float) {
    let count = pixels.count
    check(squares, 0, count)
    unsafe squares.withUnsafeBufferPointer { squares in
      unsafe pixels.withUnsafeMutableBufferPointer { pixels in
        for index in 0..<count {
          let square = unsafe squares[index]
          let value = unsafe pixels[index] / (square > smallest ? square : smallest).squareRoot()
          let notBelow = value > -limit ? value : -limit
          unsafe pixels[index] = notBelow < limit ? notBelow : limit
        }
      }
    }
  }

  /// Multiplies each pixel by the factor of the same index.
  package static func multiply(_ pixels: inout [Float], by factors: [Float]) {
    let count = pixels.count
    check(factors, 0, count)
    unsafe factors.withUnsafeBufferPointer { factors in
      unsafe pixels.withUnsafeMutableBufferPointer { pixels in
        for index in 0..<count { unsafe pixels[index] *= factors[index] }
      }
    }
  }

  /// Clamps each pixel to 0...`largest`; NaN becomes 0.
  package static func clamp(_ pixels: inout [Float], to largest: Float) {
    unsafe pixels.withUnsafeMutableBufferPointer { pixels in
      for index in 0..<pixels.count {
        let pixel = unsafe pixels[index]
        let positive = pixel > 0 ? pixel : 0
        unsafe pixels[index] = positive < largest ? positive : largest
      }
    }
  }

  /// Clamps each pixel to 0...`largest`, at most 2²², and rounds it to an integer; NaN becomes 0.
  package static func round(_ pixels: inout [Float], within largest: Float) {
    // Floats of this size are integers, so adding it rounds: faster than calling the C library.
    let rounder: Float = 0x1.8p23
    clamp(&pixels, to: largest)
    unsafe pixels.withUnsafeMutableBufferPointer { pixels in
      for index in 0..<pixels.count { unsafe pixels[index] = (pixels[index] + rounder) - rounder }
    }
  }

  /// The largest pixel if all are integers from 0 to 65535; nil otherwise.
  static func largestInteger(of pixels: [Float]) -> Float? {
    // Floats of this size are integers, so adding it rounds.
    let rounder: Float = 0x1.8p23
    return unsafe pixels.withUnsafeBufferPointer { pixels in
      var (largest, others): (Float, Int32) = (0, 0)
      for index in pixels.indices {
        let pixel = unsafe pixels[index]
        // Not a number is none of both.
        others |= pixel >= 0 && pixel <= 65535 && (pixel + rounder) - rounder == pixel ? 0 : 1
        largest = pixel > largest ? pixel : largest
      }
      return others == 0 ? largest : nil
    }
  }

  /// The sum of `(p - center)ᵖᵒʷᵉʳ` over `count` pixels, for a power of 1 or 2.
  package static func sum(
    of pixels: [Float],
    from start: Int,
    count: Int,
    minus center: Float = 0,
    squared: Bool = false
  ) -> Double {
    check(pixels, start, count)
    return unsafe pixels.withUnsafeBufferPointer { pixels in
      // Eight separate sums, because the compiler may not reorder a single one.
      var sums = SIMD8<Float>.zero
      let whole = count & ~7
      for index in stride(from: start, to: start + whole, by: 8) {
        var eight = SIMD8<Float>.zero
        for lane in 0..<8 { unsafe eight[lane] = pixels[index &+ lane] }
        eight -= center
        sums += squared ? eight * eight : eight
      }
      var total = 0.0
      for lane in 0..<8 { total += Double(sums[lane]) }
      for index in start + whole..<start + count {
        let value = unsafe Double(pixels[index] - center)
        total += squared ? value * value : value
      }
      return total
    }
  }

  /// The scalar product of two stretches of pixels.
  package static func product(of pixels: [Float], from first: Int, and second: Int, count: Int) -> Float {
    check(pixels, first, count)
    check(pixels, second, count)
    return unsafe pixels.withUnsafeBufferPointer { pixels in
      var sums = SIMD8<Float>.zero
      let whole = count & ~7
      for index in stride(from: 0, to: whole, by: 8) {
        var (a, b) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        for lane in 0..<8 {
          unsafe a[lane] = pixels[first &+ index &+ lane]
          unsafe b[lane] = pixels[second &+ index &+ lane]
        }
        sums += a * b
      }
      var total = sums.sum()
      for index in whole..<count { unsafe total += pixels[first &+ index] * pixels[second &+ index] }
      return total
    }
  }

  /// The mean and the sum of the squared deviations from it.
  package static func moments(of pixels: [Float]) -> (mean: Float, squares: Double) {
    let mean = Float(sum(of: pixels, from: 0, count: pixels.count) / Double(pixels.count))
    return (mean, sum(of: pixels, from: 0, count: pixels.count, minus: mean, squared: true))
  }

  /// Shifts the mean to 0 and scales the sum of squares to `power`; equal pixels become 0.
  package static func standardize(_ pixels: inout [Float], power: Double) {
    let (mean, squares) = moments(of: pixels)
    let deviation = Float((squares / power).squareRoot())
    let factor = deviation > 0 ? 1 / deviation : 0
    scale(&pixels, from: 0, count: pixels.count, by: factor, plus: -mean * factor)
  }

  /// The smallest and the largest pixel; NaN is ignored.
  package static func extremes(of pixels: [Float]) -> (smallest: Float, largest: Float) {
    unsafe pixels.withUnsafeBufferPointer { pixels in
      let whole = pixels.count & ~3
      var low = SIMD4<Float>(repeating: .infinity)
      var high = -low
      for index in stride(from: 0, to: whole, by: 4) {
        var four = SIMD4<Float>.zero
        for lane in 0..<4 { unsafe four[lane] = pixels[index &+ lane] }
        low.replace(with: four, where: four .< low)
        high.replace(with: four, where: four .> high)
      }
      var (smallest, largest) = (low.min(), high.max())
      for index in whole..<pixels.count {
        let value = unsafe pixels[index]
        if value < smallest { smallest = value }
        if value > largest { largest = value }
      }
      return (smallest, largest)
    }
  }

  /// The distances of pixels from the interval between the second smallest and the second greatest of their eight
  /// neighbours, 0 within it and where one is not a number.
  ///
  /// - Parameters:
  ///   - pixels: rows of `width` pixels, at least three of three.
  ///   - width: the length of a row.
  ///   - step: the distance of the rows that are taken; the first one and the edges are left out.
  /// - Returns: the distances of the pixels of these rows.
  package static func distancesFromNeighbours(of pixels: [Float], width: Int, everyRow step: Int) -> [Float] {
    precondition(width > 2 && pixels.count >= 3 * width && pixels.count % width == 0 && step > 0, "rows of pixels")
    var result: [Float] = []
    result.reserveCapacity(pixels.count / step)
    unsafe pixels.withUnsafeBufferPointer { pixels in
      for row in stride(from: 1, to: pixels.count / width - 1, by: step) {
        for column in stride(from: 1, to: width - 1, by: 8) {
          let count = min(8, width - 1 - column)
          func eight(_ index: Int) -> SIMD8<Float> {
            var values = SIMD8<Float>.zero
            if count == 8 {
              for lane in 0..<8 { unsafe values[lane] = pixels[index &+ lane] }
            } else {
              for lane in 0..<count { unsafe values[lane] = pixels[index &+ lane] }
            }
            return values
          }
          let index = row * width + column
          var (low, secondLow) = (SIMD8<Float>(repeating: .infinity), SIMD8<Float>(repeating: .infinity))
          var (high, secondHigh) = (-low, -low)
          for offset in [-width - 1, -width, 1 - width, -1, 1, width - 1, width, width + 1] {
            let value = eight(index + offset)
            let (greater, lesser) = (value.replacing(with: low, where: low .> value), minimum(value, high))
            secondLow = minimum(secondLow, greater)
            low = minimum(low, value)
            secondHigh = secondHigh.replacing(with: lesser, where: lesser .> secondHigh)
            high = high.replacing(with: value, where: value .> high)
          }
          let own = eight(index)
          let (above, below) = (own - secondHigh, secondLow - own)
          for lane in 0..<count {
            let distance = max(above[lane], below[lane])
            result.append(distance > 0 ? distance : 0)
          }
        }
      }
    }
    return result
  }

  private static func minimum(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
    a.replacing(with: b, where: b .< a)
  }

  /// The indices of pixels that differ by more than a limit from a neighbour in their row and from one in their column;
  /// the edges are left out.
  package static func steps(of pixels: [Float], width: Int, above limit: Float) -> [Int] {
    precondition(width > 0 && pixels.count % width == 0, "whole rows of pixels")
    var found: [Int] = []
    unsafe pixels.withUnsafeBufferPointer { pixels in
      for start in stride(from: width, to: pixels.count - width, by: width) {
        for index in stride(from: start &+ 1, to: start &+ width &- 1, by: 1) {
          let (left, own, right) = unsafe (pixels[index &- 1], pixels[index], pixels[index &+ 1])
          guard own - min(left, right) > limit || max(left, right) - own > limit else { continue }
          let (up, down) = unsafe (pixels[index &- width], pixels[index &+ width])
          if own - min(up, down) > limit || max(up, down) - own > limit { found.append(index) }
        }
      }
    }
    return found
  }

  private static func check(_ pixels: [Float], _ start: Int, _ count: Int) {
    precondition(start >= 0 && count >= 0 && start <= pixels.count - count, "a stretch of pixels lies inside the image")
  }
}
