// What we need to know of one request that htmx makes. Islands learn of it by the event "answered" and import only
// types: a shared chunk would cost every page a request more.

export interface Exchange {
  sourceElement: HTMLElement;
  request: { method: string };
  response?: { status: number; raw: Response };
}

/** How a request ended. */
export interface Answer {
  element: HTMLElement;
  method: string;
  arrived: boolean; // there was a line
  accepted: boolean; // and it was done
}

export function contextOf(event: Event): Exchange {
  return (event as CustomEvent<{ ctx: Exchange }>).detail.ctx;
}

/** The session ended meanwhile, or owes a proof: the answer came from one of the pages that let people in. */
export function asksToSignIn({ response }: Exchange): boolean {
  const doors = document.body.dataset.signIn?.replace(/[^/]+\/$/, ""); // /accounts/
  const answer = response?.raw;
  return Boolean(doors && answer?.redirected && new URL(answer.url).pathname.startsWith(doors));
}

export function answerOf(exchange: Exchange): Answer {
  const status = exchange.response?.status ?? 0;
  return {
    element: exchange.sourceElement,
    method: exchange.request.method,
    arrived: status > 0 && status !== 503, // away for a moment is as good as no line
    accepted: status >= 200 && status < 400 && !asksToSignIn(exchange),
  };
}
