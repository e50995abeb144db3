extension [Float] {
  /// The element at an index of the sorted array; reorders the array.
  ///
  /// Quickselect (Hoare, Comm. ACM 4, 321, 1961) with the middle element as pivot. No element may be NaN.
  mutating func element(ofRank rank: Int) -> Float {
    var (left, right) = (0, count - 1)
    while left < right {
      let pivot = self[(left + right) / 2]
      var (low, high) = (left, right)
      while low <= high {
        while self[low] < pivot { low += 1 }
        while self[high] > pivot { high -= 1 }
        if low <= high {
          swapAt(low, high)
          low += 1
          high -= 1
        }
      }
      if rank <= high { right = high } else if rank >= low { left = low } else { break }
    }
    return self[rank]
  }
}
