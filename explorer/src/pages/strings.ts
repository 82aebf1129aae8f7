// All texts of the small scripts; the server's texts are in api/strings.py.
export const S = {
  today: "Today: all that is held",
  asOf: "As known on",
  onDay: (day: string): string => `${day}: what was certainly published on or before that day`,
  newThen: (documents: number, possibly: number): string =>
    [
      documents ? `${documents} ${documents === 1 ? "document" : "documents"} out from this day` : "",
      possibly ? `${possibly} more may have been` : "",
    ]
      .filter(Boolean)
      .join("; "),
  loading: "Loading …",
  failed: "That day could not be loaded; the form below asks for it again.",
  shown: (day: string): string => (day ? `Shown as known on ${day}.` : "Shown as of today."),
  copyCitation: "Copy citation",
  copyLink: "Copy link",
  copied: "Copied",
  notCopied: "Could not copy: select the text",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  whole: "Whole map",
  show: "Show",
} as const;
