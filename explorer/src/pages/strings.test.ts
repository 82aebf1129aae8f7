import { describe, expect, it } from "vitest";
import { S } from "./strings";

describe("words of the days", () => {
  it("names only what there is", () => {
    expect(S.newThen(1, 0)).toBe("1 document out from this day");
    expect(S.newThen(0, 2)).toBe("2 more may have been");
  });
});
