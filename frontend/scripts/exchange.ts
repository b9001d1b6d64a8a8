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

/** The session ended meanwhile: the answer came from the sign-in page. */
export function asksToSignIn({ response }: Exchange): boolean {
  const signIn = document.body.dataset.signIn;
  const answer = response?.raw;
  return Boolean(signIn && answer?.redirected && new URL(answer.url).pathname === signIn);
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
