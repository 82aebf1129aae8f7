// All texts of the small scripts; the server's texts are in api/strings.py.
export const S = {
  copyCitation: "Copy citation",
  copyLink: "Copy link",
  copied: "Copied",
  notCopied: "Could not copy: select the text",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  whole: "Whole map",
  show: "Show",
} as const;
