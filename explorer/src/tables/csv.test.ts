import { describe, expect, it } from "vitest";
import { BOM, guardText, readCell, writeCsv } from "./csv";

describe("CSV", () => {
  it("lets no spreadsheet compute a text", () => {
    for (const text of ["=1+1", "+1", "-1", "@x", "\t=1", " \u200b=1", "'=1", "＝1"]) expect(guardText(text)).toBe(`'${text}`);
    for (const text of ["1-1", "a=b", "'a"]) expect(guardText(text)).toBe(text);
  });

  it("shows what steers a terminal or turns letters around", () => {
    expect(guardText("\u001b[31m")).toBe("\\u001b[31m");
    expect(guardText("a\u202eb")).toBe("a\\u202eb");
    expect(guardText("half \ud800 and 𝄞")).toBe("half \\ud800 and 𝄞");
  });

  it("quotes what needs it and keeps numbers", () => {
    expect(writeCsv([["a", "b"], ['say "x", y', -5]])).toBe(`${BOM}a,b\n"say ""x"", y",-5\n`);
    expect(readCell("1,440", true)).toBe(1440);
    expect(readCell("1,440", false)).toBe("1,440");
    expect(readCell("–", true)).toBe("–");
  });
});
